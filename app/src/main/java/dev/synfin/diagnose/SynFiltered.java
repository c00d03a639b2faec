package dev.synfin.diagnose;

import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Finding;
import dev.synfin.timeline.Finding.Severity;
import dev.synfin.timeline.Flag;
import dev.synfin.timeline.IcmpEvent;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.track.Handshake;
import java.util.ArrayList;
import java.util.Optional;

/** A SYN that was sent again and never answered. */
final class SynFiltered implements Finder {
  private static final Draft KIND =
      new Draft(
          "syn-filtered",
          Severity.WARNING,
          "SYN without an answer",
          "Capture at the server too: where the SYN arrives there, the answer is lost on its way"
              + " back or the listener's queues are full (ListenDrops in synfin sockets); where it"
              + " does not, a firewall or route on the way drops it.",
          "RFC 9293, 3.8.3; RFC 6298, 2; net/ipv4/tcp_timer.c, tcp_retransmit_timer");

  @Override
  public Optional<Finding> find(Connection c, Scene scene) {
    var handshake = c.handshake();
    if (handshake == null
        || handshake.kind() != Handshake.Kind.INCOMPLETE
        || handshake.frames().synAck() != null
        || handshake.synRetransmissions() == 0
        || c.traffic().server().frames() > 0) {
      return Optional.empty();
    }
    var frames = new ArrayList<Long>();
    String icmp = "";
    for (var event : c.allEvents()) {
      if (event instanceof SegmentEvent s && s.has(Flag.SYN)) {
        frames.add(s.frame());
      } else if (event instanceof IcmpEvent error) {
        icmp = " ICMP says: " + error.meaning() + " (from " + error.sender() + ").";
        frames.add(error.frame());
      }
    }
    if (frames.isEmpty() && handshake.frames().syn() != null) {
      frames.add(handshake.frames().syn());
    }
    return Optional.of(
        KIND.with(
            Sentence.count(handshake.synRetransmissions() + 1L, "SYN")
                + " to "
                + c.server().text()
                + " within "
                + Sentence.time(c.durationNs())
                + ", and neither SYN+ACK nor RST: something on the way drops them in silence,"
                + " or there is no such host."
                + icmp,
            frames));
  }
}
