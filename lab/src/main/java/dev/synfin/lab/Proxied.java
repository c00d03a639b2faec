package dev.synfin.lab;

import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Endpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Tells which of a container's connections came through Docker's proxy: for each that came to a
 * published port, the next one to the container.
 */
final class Proxied {
  /** The proxy opens its own connection at once. */
  private static final long AT_ONCE = Duration.ofSeconds(1).toNanos();

  /** By this name a timeline marks the client of a connection that came through Docker's proxy. */
  static final String NAME = "docker-proxy";

  private final Place place;
  private final List<Candidate> candidates = new ArrayList<>();

  /** One from the host's own address, which is the proxy's too. */
  private record Candidate(String ends, int port, long atNanos) {}

  Proxied(Place place) {
    this.place = place;
  }

  /** A connection has been opened. */
  void add(Connection connection) {
    Integer port = connection.server().port();
    if (port != null && place.gateways().contains(connection.client().address())) {
      candidates.add(new Candidate(ends(connection), port, nanos(connection.startedAt())));
    }
  }

  /** Marks those that came through it; also one whose beginning is cut off. */
  UnaryOperator<Connection> marks(ProxyWatch watch) {
    Set<Candidate> proxied = new HashSet<>();
    for (Map.Entry<Integer, Set<Integer>> published : place.published().entrySet()) {
      List<Candidate> ofPort =
          candidates.stream().filter(c -> c.port() == published.getKey()).toList();
      match(watch.arrivals(published.getValue()), ofPort, proxied);
    }
    var latest = new HashMap<String, TreeMap<Long, Boolean>>();
    for (Candidate one : candidates) {
      latest
          .computeIfAbsent(one.ends(), e -> new TreeMap<>())
          .put(one.atNanos(), proxied.contains(one));
    }
    return connection -> marked(connection, latest.get(ends(connection)));
  }

  private static void match(long[] arrivals, List<Candidate> ofPort, Set<Candidate> proxied) {
    int next = 0;
    for (long arrival : arrivals) {
      while (next < ofPort.size() && ofPort.get(next).atNanos() < arrival) {
        next++;
      }
      if (next < ofPort.size() && ofPort.get(next).atNanos() - arrival < AT_ONCE) {
        proxied.add(ofPort.get(next++));
      }
    }
  }

  /** Between the same ends it is the one that was opened last before. */
  private static Connection marked(
      Connection connection, @Nullable NavigableMap<Long, Boolean> opened) {
    var last = opened == null ? null : opened.floorEntry(nanos(connection.startedAt()));
    if (last == null || !last.getValue()) {
      return connection;
    }
    Endpoint client = connection.client();
    return connection.withEnds(
        new Endpoint(client.address(), client.port(), NAME), connection.server());
  }

  private static String ends(Connection connection) {
    return connection.client().text() + " " + connection.server().text();
  }

  private static long nanos(Instant moment) {
    return moment.getEpochSecond() * 1_000_000_000L + moment.getNano();
  }
}
