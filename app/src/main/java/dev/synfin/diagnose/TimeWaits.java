package dev.synfin.diagnose;

import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Endpoint;
import dev.synfin.track.Side;
import dev.synfin.track.Teardown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Who closes first, and how many pairs of ends each host has in TIME-WAIT for that; also how many
 * to one server, as each of those takes a port.
 */
final class TimeWaits {
  private final Map<String, Host> hosts = new LinkedHashMap<>();

  /** Of each client, by its address: what it had to each server. */
  private final Map<String, Map<Endpoint, Recent>> ports = new LinkedHashMap<>();

  private final TimeWaitPairs pairs = new TimeWaitPairs();
  private int servers;

  void add(Connection c) {
    if (c.teardown() != null) {
      long ended = c.startedAt().plusNanos(c.durationNs()).getEpochSecond();
      add(c.teardown(), c.client(), c.server(), ended);
    }
  }

  /**
   * The same of a connection of which only this is known.
   *
   * @param ended in seconds since 1970
   */
  void add(Teardown teardown, Endpoint client, Endpoint server, long ended) {
    Side side = teardown.timeWait();
    if (side == null) {
      return;
    }
    Host host = host((side == Side.CLIENT ? client : server).address());
    Recent taken = side == Side.CLIENT ? ports(client.address(), server) : null;
    if (host != null) {
      host.note(side, teardown);
    }
    if (host != null || taken != null) {
      pairs.add(client, server, ended, host == null ? null : host.closed, taken);
    }
  }

  private @Nullable Host host(String address) {
    Host host = hosts.get(address);
    if (host == null && hosts.size() < Watcher.MOST) {
      host = new Host();
      hosts.put(address, host);
    }
    return host;
  }

  private @Nullable Recent ports(String client, Endpoint server) {
    Map<Endpoint, Recent> all = ports.get(client);
    Recent recent = all == null ? null : all.get(server);
    if (recent == null && servers < Watcher.MOST) {
      recent = new Recent();
      ports.computeIfAbsent(client, c -> new LinkedHashMap<>(2)).put(server, recent);
      servers++;
    }
    return recent;
  }

  /** Of each host that closed first, by its address. */
  void forEachHost(BiConsumer<String, Host> action) {
    hosts.forEach(action);
  }

  /** Of each client that closed first, by its address: the ports that each server took. */
  void forEachClient(BiConsumer<String, Map<Endpoint, Recent>> action) {
    ports.forEach(action);
  }

  /** One that closed first. */
  static final class Host {
    private final Recent closed = new Recent();
    private final List<Long> frames = new ArrayList<>(1);
    private long asServer;
    private long all;

    private void note(Side side, Teardown teardown) {
      all++;
      asServer += side == Side.SERVER ? 1 : 0;
      Long fin = teardown.frames() == null ? null : teardown.frames().fin();
      if (fin != null && frames.size() < Draft.MOST_EVIDENCE) {
        frames.add(fin);
      }
    }

    /** How many it had within one minute, at the most. */
    long peak() {
      return closed.peak();
    }

    /** Some of the FINs that led there. */
    List<Long> frames() {
      return frames;
    }

    boolean isMostlyServer() {
      return 2 * asServer >= all;
    }
  }
}
