package dev.synfin.scenario;

import dev.synfin.socket.CallListener;
import dev.synfin.socket.Family;
import dev.synfin.socket.How;
import dev.synfin.socket.InternetAddress;
import dev.synfin.socket.Kind;
import dev.synfin.socket.Option;
import dev.synfin.socket.Socket;
import dev.synfin.track.Side;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Inet6Address;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of one program, and what its steps do with them.
 *
 * <p>A program has at most one listening socket and one connection at a time: the one that it
 * accepted or connected last. Those before it stay open until the program ends.
 */
final class ProgramSockets implements AutoCloseable {
  private static final int RECEIVE_SIZE = 1_024;

  private final Side side;
  private final InternetAddress own;
  private final InternetAddress peer;
  private final CallListener calls;
  private final List<Socket> opened = new ArrayList<>();
  private @Nullable Socket listener;
  private @Nullable Socket connection;

  /**
   * None yet.
   *
   * @param own where a server binds
   * @param peer where a client connects to
   */
  ProgramSockets(Side side, InternetAddress own, InternetAddress peer, CallListener calls) {
    this.side = side;
    this.own = own;
    this.peer = peer;
    this.calls = calls;
  }

  void listen(Step.Listen step) throws IOException {
    Socket socket = open(own);
    listener = socket;
    if (step.reuseAddress()) {
      socket.setOption(Option.REUSE_ADDRESS, 1);
    }
    socket.bind(own);
    socket.listen(step.backlog());
  }

  void accept(Step.Accept step) throws IOException, Mismatch {
    Socket accepted = open(listener, step.line(), "listen").accept();
    opened.add(accepted);
    connection = accepted;
  }

  void connect() throws IOException {
    Socket socket = open(peer);
    connection = socket;
    socket.connect(peer);
  }

  void send(Step.Send step) throws IOException, Mismatch {
    connection(step).send(step.payload().octets());
  }

  void sendAll(Step.SendAll step) throws IOException, Mismatch {
    connection(step).sendAll(step.payload().octets());
  }

  void recv(Step.Recv step) throws IOException, Mismatch {
    Socket socket = connection(step);
    if (step.expect() == null) {
      socket.recv(step.size());
      return;
    }
    int wanted = step.expect().getBytes(StandardCharsets.UTF_8).length;
    var came = new ByteArrayOutputStream();
    byte[] piece;
    do {
      piece = socket.recv(step.size());
      came.writeBytes(piece);
    } while (piece.length > 0 && came.size() < wanted);
    compare(step, step.expect(), came);
  }

  void recvUntilEof(Step.RecvUntilEof step) throws IOException, Mismatch {
    Socket socket = connection(step);
    var came = new ByteArrayOutputStream();
    for (byte[] piece = socket.recv(RECEIVE_SIZE);
        piece.length > 0;
        piece = socket.recv(RECEIVE_SIZE)) {
      came.writeBytes(piece);
    }
    if (step.expect() != null) {
      compare(step, step.expect(), came);
    }
  }

  private static void compare(Step step, String expected, ByteArrayOutputStream came)
      throws Mismatch {
    String text = came.toString(StandardCharsets.UTF_8);
    if (!text.equals(expected)) {
      throw new Mismatch(
          step.line(), "expected to receive «" + expected + "», but «" + text + "» came.");
    }
  }

  void echoUntilEof(Step.EchoUntilEof step) throws IOException, Mismatch {
    Socket socket = connection(step);
    byte[] suffix = step.suffix().getBytes(StandardCharsets.UTF_8);
    for (byte[] piece = socket.recv(RECEIVE_SIZE);
        piece.length > 0;
        piece = socket.recv(RECEIVE_SIZE)) {
      var answer = new ByteArrayOutputStream();
      answer.writeBytes(piece);
      answer.writeBytes(suffix);
      socket.sendAll(answer.toByteArray());
    }
  }

  void setOption(Step.SetOption step) throws IOException, Mismatch {
    connection(step).setOption(option(step), step.value());
  }

  private static Option option(Step.SetOption step) throws Mismatch {
    for (Option option : Option.values()) {
      if (option.cName().equals(step.option())) {
        return option;
      }
    }
    throw new Mismatch(step.line(), "there is no socket option " + step.option() + ".");
  }

  void setLinger(Step.SetLinger step) throws IOException, Mismatch {
    connection(step).setLinger(true, step.seconds());
  }

  void setTimeout(Step.SetTimeout step) throws Mismatch {
    connection(step).setTimeout(step.timeout());
  }

  void shutdown(Step.Shutdown step) throws IOException, Mismatch {
    connection(step).shutdown(how(step));
  }

  private static How how(Step.Shutdown step) {
    return switch (step.direction()) {
      case READ -> How.READ;
      case WRITE -> How.WRITE;
      case BOTH -> How.BOTH;
    };
  }

  void close(Step.Close step) throws Mismatch {
    if (step.listener()) {
      open(listener, step.line(), "listen").close();
      listener = null;
    } else {
      connection(step).close();
      connection = null;
    }
  }

  /** Ends them all, as the kernel does for a process that ends. */
  @Override
  public void close() {
    opened.forEach(Socket::abandon);
  }

  private Socket open(InternetAddress address) throws IOException {
    Family family = address.host() instanceof Inet6Address ? Family.INET6 : Family.INET;
    Socket socket = Socket.open(family, Kind.STREAM, calls);
    opened.add(socket);
    return socket;
  }

  private Socket connection(Step step) throws Mismatch {
    return open(connection, step.line(), side == Side.CLIENT ? "connect" : "accept");
  }

  private static Socket open(@Nullable Socket socket, int line, String opener) throws Mismatch {
    if (socket == null) {
      throw new Mismatch(line, "nothing is open here: " + opener + " comes first.");
    }
    return socket;
  }
}
