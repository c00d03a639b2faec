package dev.synfin.scenario;

import dev.synfin.socket.Address;
import dev.synfin.socket.CallListener;
import dev.synfin.socket.Family;
import dev.synfin.socket.Heir;
import dev.synfin.socket.Kind;
import dev.synfin.socket.Option;
import dev.synfin.socket.Socket;
import dev.synfin.track.Side;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of one program, by name.
 *
 * <p>A socket that is not named is {@code listener}, if it listens, or else {@code connection}: the
 * one that was opened, accepted or connected last. A former holder of a name stays open until the
 * program ends.
 */
final class ProgramSockets implements AutoCloseable {
  static final String LISTENER = "listener";
  private static final String CONNECTION = "connection";

  private final Side side;
  private final Scenario scenario;
  private final Place place;
  private final CallListener calls;
  private final List<Socket> opened = new ArrayList<>();
  private final Map<String, Socket> byName = new HashMap<>();

  /** Opened by a step of its own, and neither listening nor connected yet. */
  private final Set<Socket> fresh = new HashSet<>();

  private final Set<Socket> bound = new HashSet<>();

  /** None yet. */
  ProgramSockets(Scenario scenario, Side side, Place place, CallListener calls) {
    this.scenario = scenario;
    this.side = side;
    this.place = place;
    this.calls = calls;
  }

  /** For a program that runs beside this one: none of its own yet, all names known here. */
  ProgramSockets beside() {
    var other = new ProgramSockets(scenario, side, place, calls);
    other.byName.putAll(byName);
    return other;
  }

  CallListener calls() {
    return calls;
  }

  void open(Step.Open step) throws IOException {
    Socket socket = open(Objects.requireNonNullElse(step.family(), scenario.family()), step.kind());
    hold(socket, step.use().socket());
    fresh.add(socket);
  }

  void bind(Step.Bind step) throws IOException, Mismatch {
    Socket socket = used(step.use());
    int usual = side == Side.SERVER ? scenario.port() : 0;
    socket.bind(place.own(scenario.family(), Objects.requireNonNullElse(step.port(), usual)));
    bound.add(socket);
  }

  void listen(Step.Listen step) throws IOException {
    Socket socket = prepared(step.use(), LISTENER);
    byName.put(name(step.use(), LISTENER), socket);
    if (!bound.contains(socket)) {
      if (step.reuseAddress() && scenario.family() != Family.UNIX) { // there it does nothing
        socket.setOption(Option.REUSE_ADDRESS, 1);
      }
      socket.bind(place.own(scenario.family(), scenario.port()));
    }
    socket.listen(step.backlog());
  }

  Socket accept(Step.Accept step) throws IOException, Mismatch {
    String listener = Objects.requireNonNullElse(step.use().socket(), LISTENER);
    Socket accepted = open(byName.get(listener), step.line(), "listen").accept();
    opened.add(accepted);
    hold(accepted, step.as());
    return accepted;
  }

  /** Hands an accepted connection to a program of its own. */
  ProgramSockets serving(Socket accepted) {
    ProgramSockets other = beside();
    opened.remove(accepted);
    other.opened.add(accepted);
    other.byName.put(CONNECTION, accepted);
    return other;
  }

  void connect(Step.Connect step) throws IOException {
    connecting(step.use()).connect(peer());
  }

  int connectEx(Step.ConnectEx step) throws IOException {
    return connecting(step.use()).connectEx(peer());
  }

  Address peer() {
    return place.peer(scenario.family(), scenario.port());
  }

  private Socket connecting(Step.Use use) throws IOException {
    Socket socket = prepared(use, CONNECTION);
    hold(socket, use.socket());
    return socket;
  }

  /** Under its name, if it has one, and as the last. */
  private void hold(Socket socket, @Nullable String as) {
    byName.put(CONNECTION, socket);
    if (as != null) {
      byName.put(as, socket);
    }
  }

  /** The fresh socket of this name, or a new one. */
  private Socket prepared(Step.Use use, String usual) throws IOException {
    Socket known = byName.get(name(use, usual));
    Socket unnamed = byName.get(CONNECTION);
    if (known != null && fresh.remove(known)) {
      return known;
    }
    if (use.socket() == null && unnamed != null && fresh.remove(unnamed)) {
      return unnamed;
    }
    return open(scenario.family(), Kind.STREAM);
  }

  private static String name(Step.Use use, String usual) {
    return Objects.requireNonNullElse(use.socket(), usual);
  }

  void close(Step.Use use) throws Mismatch {
    Socket socket = used(use);
    socket.close();
    byName.values().removeIf(known -> known == socket);
  }

  /** They go to a process of their own, and that is killed: what happens then is the kernel's. */
  void kill() throws IOException {
    Heir heir = Heir.of(opened);
    try {
      close();
    } finally {
      heir.kill();
    }
  }

  /** Ends them all, as the kernel does for a process that ends. */
  @Override
  public void close() {
    opened.forEach(Socket::abandon);
    opened.clear();
    byName.clear();
  }

  private Socket open(Family family, Kind kind) throws IOException {
    Socket socket = Socket.open(family, kind, calls);
    opened.add(socket);
    return socket;
  }

  /** The socket that a step uses. */
  Socket used(Step.Use use) throws Mismatch {
    String opener = side == Side.CLIENT ? "connect" : "accept";
    return open(byName.get(name(use, CONNECTION)), use.line(), opener);
  }

  private static Socket open(@Nullable Socket socket, int line, String opener) throws Mismatch {
    if (socket == null) {
      throw new Mismatch(line, "nothing is open here: " + opener + " comes first.");
    }
    return socket;
  }
}
