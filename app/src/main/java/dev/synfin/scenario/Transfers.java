package dev.synfin.scenario;

import dev.synfin.scenario.Step.Payload;
import dev.synfin.socket.Address;
import dev.synfin.socket.Received;
import dev.synfin.socket.Socket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/** What the steps of one program send and receive, held against what they expect. */
final class Transfers {
  private static final int RECEIVE_SIZE = 1_024;

  private final ProgramSockets sockets;
  private final IdentityHashMap<Socket, ByteArrayOutputStream> unread = new IdentityHashMap<>();
  private @Nullable Address lastSender;

  Transfers(ProgramSockets sockets) {
    this.sockets = sockets;
  }

  void send(Step.Send step) throws IOException, Mismatch {
    byte[] octets = step.payload().octets();
    int taken = sockets.used(step.use()).send(octets);
    if ("short".equals(step.expect())) {
      expect(taken < octets.length, step.line(), "the kernel to take less", taken + " octets");
    } else if (step.expect() != null) {
      Answers.compare(step.line(), step.expect(), Integer.toString(taken));
    }
  }

  void sendAll(Step.SendAll step) throws IOException, Mismatch {
    sockets.used(step.use()).sendAll(step.payload().octets());
  }

  void sendTo(Step.SendTo step) throws IOException, Mismatch {
    Address to = lastSender == null ? sockets.peer() : lastSender;
    sockets.used(step.use()).sendTo(step.payload().octets(), to);
  }

  void recvFrom(Step.RecvFrom step) throws IOException, Mismatch {
    Received received = sockets.used(step.use()).recvFrom(step.size());
    lastSender = received.from() == null ? lastSender : received.from();
    if (step.expect() != null) {
      compare(step.line(), step.expect(), received.bytes());
    }
  }

  void recv(Step.Recv step) throws IOException, Mismatch {
    Socket socket = sockets.used(step.use());
    if (step.expect() == null) {
      socket.recv(step.size());
      return;
    }
    int wanted = step.expect().octets().length;
    var came = new ByteArrayOutputStream();
    byte[] piece;
    do {
      piece = socket.recv(step.size());
      came.writeBytes(piece);
    } while (piece.length > 0 && came.size() < wanted);
    compare(step.line(), step.expect(), came.toByteArray());
  }

  void recvUntilEof(Step.RecvUntilEof step) throws IOException, Mismatch {
    Socket socket = sockets.used(step.use());
    var came = new ByteArrayOutputStream();
    for (byte[] piece = socket.recv(step.size());
        piece.length > 0;
        piece = socket.recv(step.size())) {
      came.writeBytes(piece);
    }
    if (step.expect() != null) {
      compare(step.line(), step.expect(), came.toByteArray());
    }
  }

  void echoUntilEof(Step.EchoUntilEof step) throws IOException, Mismatch {
    Socket socket = sockets.used(step.use());
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

  /** Reads on until a line's end has come, and keeps what came after it for the next. */
  void readLine(Step.ReadLine step) throws IOException, Mismatch {
    Socket socket = sockets.used(step.use());
    var kept = unread.computeIfAbsent(socket, s -> new ByteArrayOutputStream());
    int end = lineEnd(kept.toByteArray());
    while (end < 0) {
      byte[] piece = socket.recv(RECEIVE_SIZE);
      if (piece.length == 0) {
        throw new Mismatch(step.line(), "expected a line, but the peer closed before its end.");
      }
      kept.writeBytes(piece);
      end = lineEnd(kept.toByteArray());
    }
    byte[] all = kept.toByteArray();
    kept.reset();
    kept.write(all, end + 1, all.length - end - 1);
    if (step.expect() != null) {
      compare(step.line(), new Payload(step.expect(), 0), Arrays.copyOf(all, end));
    }
  }

  private static int lineEnd(byte[] octets) {
    for (int i = 0; i < octets.length; i++) {
      if (octets[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private static void compare(int line, Payload expected, byte[] came) throws Mismatch {
    if (!Arrays.equals(expected.octets(), came)) {
      String seen =
          expected.text() != null
              ? "«" + new String(came, StandardCharsets.UTF_8) + "»"
              : came.length + " octets";
      throw new Mismatch(
          line, "expected to receive " + expected.words() + ", but " + seen + " came.");
    }
  }

  private static void expect(boolean met, int line, String what, String seen) throws Mismatch {
    if (!met) {
      throw new Mismatch(line, "expected " + what + ", but it was " + seen + ".");
    }
  }
}
