package dev.synfin.diagnose;

import dev.synfin.timeline.CallEvent;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Finding;
import dev.synfin.timeline.Finding.Severity;
import dev.synfin.timeline.KernelSample;
import dev.synfin.timeline.KernelSample.Basis;
import dev.synfin.track.Side;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A host that closes first, so often that its sockets in TIME-WAIT (a minute each) pile up. */
final class TimeWaitPileUp implements Watcher {
  static final int MANY = 1000;
  private static final int ASSUMED_SIZE = 256;
  private static final Draft KIND =
      new Draft(
          "time-wait-pile-up",
          Severity.INFO,
          "TIME-WAIT sockets pile up",
          "TIME-WAIT stays with who closes first. At a server it costs this memory and nothing"
              + " else; at a client it also takes a port each (see port-exhaustion). Keep"
              + " connections open for several requests, or let the other side close first.",
          "RFC 9293, 3.6.1; include/net/tcp.h, TCP_TIMEWAIT_LEN; net/ipv4/tcp_minisocks.c");

  private final Map<String, Host> hosts = new LinkedHashMap<>();
  private final TimeWaits pairs = new TimeWaits();

  @Override
  public void accept(Connection c) {
    var teardown = c.teardown();
    if (teardown == null || teardown.timeWait() == null) {
      return;
    }
    Side side = teardown.timeWait();
    String address = (side == Side.CLIENT ? c.client() : c.server()).address();
    if (hosts.containsKey(address) || hosts.size() < MOST) {
      hosts.computeIfAbsent(address, a -> new Host()).accept(c, side, pairs);
    }
  }

  @Override
  public List<Finding> conclude(List<KernelSample> kernel, List<CallEvent> calls) {
    Optional<String> measured = measured(kernel);
    var findings = new ArrayList<Finding>();
    hosts.forEach((address, host) -> {
      if (host.closed.peak() >= MANY) {
        findings.add(KIND.with(host.text(address, measured), host.frames));
      }
    });
    return findings;
  }

  /** What the kernel had of them, where it told how large one is; else that is assumed. */
  private static Optional<String> measured(List<KernelSample> kernel) {
    long most = 0;
    long bytes = 0;
    for (var sample : kernel) {
      long now = sample.number("TIME_WAIT");
      long all = sample.states().getOrDefault("TIME_WAIT", 0L);
      Long taken = sample.timeWaitBytes();
      if (now > most && all > 0 && taken != null && sample.basis() == Basis.MEASURED) {
        most = now;
        bytes = now * (taken / all);
      }
    }
    return most == 0
        ? Optional.empty()
        : Optional.of(
            ". The kernel had "
                + Sentence.count(most, "socket")
                + " in TIME_WAIT at the most, in "
                + Sentence.count(bytes, "octet")
                + " of memory.");
  }

  private static final class Host {
    private final Recent closed = new Recent();
    private final List<Long> frames = new ArrayList<>();
    private long asServer;
    private long all;

    void accept(Connection c, Side side, TimeWaits pairs) {
      all++;
      asServer += side == Side.SERVER ? 1 : 0;
      pairs.add(c, closed);
      var steps = c.teardown() == null ? null : c.teardown().frames();
      if (steps != null && steps.fin() != null && frames.size() < Draft.MOST_EVIDENCE) {
        frames.add(steps.fin());
      }
    }

    String text(String address, Optional<String> measured) {
      return address
          + " closed first, "
          + (2 * asServer >= all ? "as the server" : "as the client")
          + ", and had "
          + Sentence.count(closed.peak(), "socket")
          + " in TIME-WAIT within one minute"
          + measured.orElseGet(() ->
              ": about "
                  + closed.peak() * ASSUMED_SIZE / 1024
                  + " KiB of its kernel's memory, if one takes 256 octets.");
    }
  }
}
