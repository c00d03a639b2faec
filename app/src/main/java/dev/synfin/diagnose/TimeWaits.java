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
  private final TimeWaitPairs pairs = new TimeWaitPairs();
  private int servers;

  void add(Connection c) {
    var teardown = c.teardown();
    if (teardown == null || teardown.timeWait() == null) {
      return;
    }
    Side side = teardown.timeWait();
    Host host = host((side == Side.CLIENT ? c.client() : c.server()).address());
    if (host != null) {
      host.note(side, teardown);
      pairs.add(c, host.closed, side == Side.CLIENT ? host.to(c.server(), this) : null);
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

  /** Of each host that closed first, by its address. */
  void forEach(BiConsumer<String, Host> action) {
    hosts.forEach(action);
  }

  /** One that closed first. */
  static final class Host {
    private final Recent closed = new Recent();
    private final Map<Endpoint, Recent> ports = new LinkedHashMap<>(2);
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

    private @Nullable Recent to(Endpoint server, TimeWaits whole) {
      Recent recent = ports.get(server);
      if (recent == null && whole.servers < Watcher.MOST) {
        recent = new Recent();
        ports.put(server, recent);
        whole.servers++;
      }
      return recent;
    }

    /** How many it had within one minute, at the most. */
    long peak() {
      return closed.peak();
    }

    /** Those that it had as the client, by the server. */
    Map<Endpoint, Recent> ports() {
      return ports;
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
