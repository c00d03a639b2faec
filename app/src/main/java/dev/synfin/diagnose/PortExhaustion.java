package dev.synfin.diagnose;

import dev.synfin.timeline.CallEvent;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Endpoint;
import dev.synfin.timeline.Finding;
import dev.synfin.timeline.Finding.Severity;
import dev.synfin.timeline.KernelSample;
import java.util.ArrayList;
import java.util.List;

/** A client without a free port for another connection to the same server. */
final class PortExhaustion implements Watcher {
  /** Nearly all of 32768 to 60999, Linux's range. */
  private static final int NEARLY_ALL = 25_000;

  private static final Draft KIND =
      new Draft(
          "port-exhaustion",
          Severity.PROBLEM,
          "No port is left",
          "Each connection from one address to one server needs a port, and keeps it for a minute"
              + " in TIME-WAIT. Keep connections open (a pool), let the server close first, widen"
              + " net.ipv4.ip_local_port_range, or allow net.ipv4.tcp_tw_reuse.",
          "connect(2), EADDRNOTAVAIL; net/ipv4/inet_hashtables.c, __inet_hash_connect");

  private final TimeWaits timeWaits;
  private long failedCalls;

  PortExhaustion(TimeWaits timeWaits) {
    this.timeWaits = timeWaits;
  }

  @Override
  public void accept(Connection c) {
    for (CallEvent call : c.calls()) {
      failedCalls += failed(call) ? 1 : 0;
    }
  }

  private static boolean failed(CallEvent call) {
    return call.call().startsWith("connect") && "EADDRNOTAVAIL".equals(call.error());
  }

  @Override
  public List<Finding> conclude(List<KernelSample> kernel, List<CallEvent> calls) {
    var findings = new ArrayList<Finding>();
    long failed = failedCalls + calls.stream().filter(PortExhaustion::failed).count();
    if (failed > 0) {
      findings.add(
          KIND.with(
              Sentence.count(failed, "connect")
                  + " failed with EADDRNOTAVAIL: every port of the"
                  + " client's range is taken."));
    }
    timeWaits.forEachClient((client, servers) ->
        servers.forEach((server, ports) -> {
          if (ports.peak() >= NEARLY_ALL) {
            findings.add(KIND.as(Severity.WARNING).with(text(client, server, ports.peak())));
          }
        }));
    return findings;
  }

  private static String text(String client, Endpoint server, long ports) {
    return "From "
        + client
        + " to "
        + server.text()
        + ", "
        + Sentence.count(ports, "port")
        + " were in TIME-WAIT within one minute, and Linux has 28,232 to give.";
  }
}
