package dev.synfin.diagnose;

import dev.synfin.timeline.CallEvent;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Finding;
import dev.synfin.timeline.Finding.Severity;
import dev.synfin.timeline.Flag;
import dev.synfin.timeline.KernelSample;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.track.Side;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A program that accepts too slowly: its queue of finished handshakes is full, and the kernel drops
 * what would finish another. Certain by ListenOverflows; on the wire a SYN+ACK is repeated though
 * its acknowledgement was there.
 */
final class AcceptQueueOverflow implements Watcher {
  private static final int MANY = 2;
  private static final Draft KIND =
      new Draft(
          "accept-queue-overflow",
          Severity.PROBLEM,
          "Accept queue overflow",
          "Look at the program that listens: why does it not call accept? synfin sockets shows the"
              + " queue (Recv-Q) and its limit (Send-Q) of each listener; the limit is the smaller"
              + " of listen()'s backlog and net.core.somaxconn.",
          "listen(2); net/ipv4/tcp_ipv4.c, tcp_v4_syn_recv_sock (LINUX_MIB_LISTENOVERFLOWS)");

  private final Map<String, List<Long>> repeated = new LinkedHashMap<>();

  @Override
  public void accept(Connection c) {
    var handshake = c.handshake();
    if (handshake == null || handshake.synAckRetransmissions() == 0) {
      return;
    }
    boolean acknowledged = false;
    for (var s : c.segments()) {
      if (s.from() == Side.CLIENT && s.has(Flag.ACK) && !s.has(Flag.SYN) && s.lost() == null) {
        acknowledged = true;
      } else if (acknowledged && isSynAck(s)) {
        note(c.server().text(), s.frame());
        return;
      }
    }
  }

  private static boolean isSynAck(SegmentEvent s) {
    return s.from() == Side.SERVER && s.has(Flag.SYN) && s.has(Flag.ACK);
  }

  private void note(String server, long frame) {
    if (repeated.containsKey(server) || repeated.size() < MOST) {
      var frames = repeated.computeIfAbsent(server, s -> new ArrayList<>());
      if (frames.size() < Draft.MOST_EVIDENCE) {
        frames.add(frame);
      }
    }
  }

  @Override
  public List<Finding> conclude(List<KernelSample> kernel, List<CallEvent> calls) {
    var findings = new ArrayList<Finding>();
    for (Side side : Side.values()) {
      counted(side, kernel, findings);
    }
    if (findings.isEmpty()) {
      repeated.forEach((server, frames) -> {
        if (frames.size() >= MANY) {
          findings.add(KIND.as(Severity.WARNING).with(onTheWire(server), frames));
        }
      });
    }
    return findings;
  }

  private void counted(Side side, List<KernelSample> kernel, List<Finding> findings) {
    long overflows = 0;
    String full = "";
    boolean others = true; // the counter is of the whole namespace, the queue is this port's own
    for (var sample : kernel) {
      if (sample.side() == side) {
        overflows = Math.max(overflows, sample.counters().getOrDefault("ListenOverflows", 0L));
        full = full.isEmpty() ? full(sample) : full;
        others &= sample.scenarioStates() != null && !sample.hasFullAcceptQueue();
      }
    }
    boolean twin = !findings.isEmpty(); // on loopback both sides have one kernel
    if (overflows > 0 && !twin && !others) {
      var frames = repeated.values().stream().flatMap(List::stream).toList();
      findings.add(
          KIND.with(
              "The kernel of "
                  + Sentence.the(side)
                  + " dropped "
                  + Sentence.count(overflows, "handshake")
                  + " because the accept queue was full (ListenOverflows)"
                  + full
                  + ".",
              frames));
    }
  }

  private static String full(KernelSample sample) {
    for (var queue : sample.acceptQueue().entrySet()) {
      Long length = queue.getValue().length();
      Long backlog = queue.getValue().backlog();
      if (length != null && backlog != null && length > backlog) {
        return String.format(
            Locale.ROOT,
            "; port %s had %d connections waiting, with a backlog of %d",
            queue.getKey(),
            length,
            backlog);
      }
    }
    return "";
  }

  private static String onTheWire(String server) {
    return server
        + " repeated SYN+ACKs that had been acknowledged: it drops what would finish the"
        + " handshakes, as a full accept queue does.";
  }
}
