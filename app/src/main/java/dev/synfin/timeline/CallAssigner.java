package dev.synfin.timeline;

import dev.synfin.track.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gives each socket call to the connection that it belongs to.
 *
 * <p>A socket's calls, from the one that made it to its {@code close}, belong together: where one
 * of them tells the connection's ends, all of them are that connection's, {@code socket}, {@code
 * bind} and {@code setsockopt} too. Sockets that listen, and sockets of several conversations, are
 * told apart call by call; what remains belongs to no connection.
 */
final class CallAssigner {
  /** How far apart a call and the first frame that it causes may lie. */
  private static final long SLACK_NANOS = 2_000_000;

  private final List<Connection> connections;
  private final String[] clients;
  private final String[] servers;
  private final Map<Integer, List<Event>> calls = new LinkedHashMap<>();
  private final List<CallEvent> rest = new ArrayList<>();

  private CallAssigner(List<Connection> connections) {
    this.connections = connections;
    this.clients = connections.stream().map(c -> c.client().text()).toArray(String[]::new);
    this.servers = connections.stream().map(c -> c.server().text()).toArray(String[]::new);
  }

  /** Connections with their calls among their events, and the calls that belong to none. */
  record Assigned(List<Connection> connections, List<CallEvent> rest) {}

  static Assigned assign(List<Connection> connections, List<CallEvent> calls) {
    var assigner = new CallAssigner(connections);
    sockets(calls).forEach(assigner::assign);
    return assigner.assigned();
  }

  private Assigned assigned() {
    var told = new ArrayList<Connection>(connections.size());
    for (var i = 0; i < connections.size(); i++) {
      told.add(withCalls(connections.get(i), calls.getOrDefault(i, List.of())));
    }
    rest.sort(Comparator.comparing(CallAssigner::at));
    return new Assigned(told, rest);
  }

  private static Connection withCalls(Connection connection, List<Event> calls) {
    if (connection.events() == null || calls.isEmpty()) {
      return connection;
    }
    var events = new ArrayList<>(calls);
    events.addAll(connection.allEvents());
    events.sort(Comparator.comparing(e -> Objects.requireNonNullElse(e.tNs(), 0L)));
    return connection.withEvents(events);
  }

  /** Each socket's calls in order of time, from the one that made it to its close. */
  private static List<List<CallEvent>> sockets(List<CallEvent> calls) {
    var sockets = new ArrayList<List<CallEvent>>();
    var open = new HashMap<Descriptor, List<CallEvent>>();
    for (var call : calls.stream().sorted(Comparator.comparing(CallAssigner::at)).toList()) {
      var descriptor = new Descriptor(call.side(), call.pid(), call.fd());
      if (call.fd() == null || call.call().equals("socket")) {
        open.remove(descriptor);
      }
      open.computeIfAbsent(descriptor, d -> newSocket(sockets)).add(call);
      if (call.fd() == null || call.call().equals("close")) {
        open.remove(descriptor);
      }
    }
    return sockets;
  }

  private static List<CallEvent> newSocket(List<List<CallEvent>> sockets) {
    var socket = new ArrayList<CallEvent>();
    sockets.add(socket);
    return socket;
  }

  private record Descriptor(Side side, @Nullable Long pid, @Nullable Integer fd) {}

  private void assign(List<CallEvent> socket) {
    var owners = socket.stream().map(this::owner).toList();
    var distinct = owners.stream().filter(Objects::nonNull).distinct().toList();
    var listens = socket.stream().anyMatch(c -> c.call().equals("listen"));
    for (var i = 0; i < socket.size(); i++) {
      var own = owners.get(i);
      var owner = own == null && distinct.size() == 1 && !listens ? distinct.getFirst() : own;
      give(owner, socket.get(i));
    }
  }

  private void give(@Nullable Integer owner, CallEvent call) {
    if (owner == null || connections.get(owner).events() == null) {
      rest.add(call);
      return;
    }
    var tNs = nanos(call) - startNanos(owner);
    calls.computeIfAbsent(owner, o -> new ArrayList<>()).add(call.withTNs(tNs));
  }

  /** Index of the connection whose ends the call itself tells, the nearest in time; or null. */
  private @Nullable Integer owner(CallEvent call) {
    if (call.at() == null) {
      return null;
    }
    Integer best = null;
    var bestDistance = Long.MAX_VALUE;
    for (var i = 0; i < connections.size(); i++) {
      if (fits(i, call)) {
        var distance = distance(i, call);
        if (distance < bestDistance) {
          best = i;
          bestDistance = distance;
        }
      }
    }
    return local(call) != null || bestDistance <= SLACK_NANOS ? best : null;
  }

  /** A call that knows the peer alone, such as a connect that failed, must fit in time too. */
  private boolean fits(int index, CallEvent call) {
    var isClient = call.side() == Side.CLIENT;
    var own = isClient ? clients[index] : servers[index];
    var peer = isClient ? servers[index] : clients[index];
    var local = local(call);
    return peer.equals(remote(call)) && (local == null || own.equals(local));
  }

  /** A socket without a port has no address yet, whatever it says. */
  private static @Nullable String local(CallEvent call) {
    var local = call.local();
    return local == null || local.endsWith(":0") ? null : local;
  }

  /** An accept may tell its peer in its result only. */
  private static @Nullable String remote(CallEvent call) {
    if (call.remote() == null && call.result() instanceof String peer) {
      return call.call().equals("accept") ? peer : null;
    }
    return call.remote();
  }

  /** Nanoseconds between the call and the connection's life; 0 where they overlap. */
  private long distance(int index, CallEvent call) {
    var start = startNanos(index);
    var end = start + connections.get(index).durationNs();
    var from = nanos(call);
    var to = from + Objects.requireNonNullElse(call.durationNs(), 0L);
    return Math.max(0, Math.max(start - to, from - end));
  }

  private long startNanos(int index) {
    return View.nanos(connections.get(index).startedAt());
  }

  private static long nanos(CallEvent call) {
    return View.nanos(at(call));
  }

  private static Instant at(CallEvent call) {
    return Objects.requireNonNullElse(call.at(), Instant.EPOCH);
  }
}
