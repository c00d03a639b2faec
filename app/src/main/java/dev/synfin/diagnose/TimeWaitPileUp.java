package dev.synfin.diagnose;

import dev.synfin.timeline.CallEvent;
import dev.synfin.timeline.Finding;
import dev.synfin.timeline.Finding.Severity;
import dev.synfin.timeline.KernelSample;
import dev.synfin.timeline.KernelSample.Basis;
import java.util.ArrayList;
import java.util.List;
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

  private final TimeWaits timeWaits;

  TimeWaitPileUp(TimeWaits timeWaits) {
    this.timeWaits = timeWaits;
  }

  @Override
  public List<Finding> conclude(List<KernelSample> kernel, List<CallEvent> calls) {
    Optional<String> measured = measured(kernel);
    var findings = new ArrayList<Finding>();
    timeWaits.forEachHost((address, host) -> {
      if (host.peak() >= MANY) {
        findings.add(KIND.with(text(address, host, measured), host.frames()));
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

  private static String text(String address, TimeWaits.Host host, Optional<String> measured) {
    return address
        + " closed first, "
        + (host.isMostlyServer() ? "as the server" : "as the client")
        + ", and had "
        + Sentence.count(host.peak(), "socket")
        + " in TIME-WAIT within one minute"
        + measured.orElseGet(() ->
            ": about "
                + host.peak() * ASSUMED_SIZE / 1024
                + " KiB of its kernel's memory, if one takes 256 octets.");
  }
}
