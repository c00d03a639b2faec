package dev.synfin.diagnose;

import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Event;
import dev.synfin.timeline.Finding;
import dev.synfin.timeline.Finding.Severity;
import dev.synfin.timeline.Flag;
import dev.synfin.timeline.IcmpEvent;
import dev.synfin.timeline.KernelSample;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.track.Handshake;
import dev.synfin.track.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A SYN that was sent again and never answered. Where taps tell how far it came, it says so; where
 * it came to a server whose kernel says that its queues were full, those findings tell of it.
 */
final class SynFiltered implements Finder {
  private static final String NO_ANSWER = ", and neither SYN+ACK nor RST: ";
  private static final Draft KIND =
      new Draft(
          "syn-filtered",
          Severity.WARNING,
          "SYN without an answer",
          "Capture at the server too: where the SYN arrives there, the answer is lost on its way"
              + " back or the listener's queues are full (ListenDrops in synfin sockets); where it"
              + " does not, a firewall or route on the way drops it.",
          "RFC 9293, 3.8.3; RFC 6298, 2; net/ipv4/tcp_timer.c, tcp_retransmit_timer");
  private static final Draft LOST =
      KIND.next("Look at the firewalls and routes between these two taps.");
  private static final Draft ARRIVED =
      KIND.next(
          "Look at the server: its firewall (a tap sits before it), and its listener's queues"
              + " (ListenDrops in synfin sockets).");

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
    var way = new Way();
    c.allEvents().forEach(event -> way.accept(event, scene));
    if (way.frames.isEmpty() && handshake.frames().syn() != null) {
      way.frames.add(handshake.frames().syn());
    }
    if (way.arrived > 0 && scene.kernel().stream().anyMatch(SynFiltered::isFull)) {
      return Optional.empty();
    }
    String syns = Sentence.count(handshake.synRetransmissions() + 1L, "SYN");
    String sent = syns + " to " + c.server().text() + " within " + Sentence.time(c.durationNs());
    return Optional.of(way.kind().with(sent + NO_ANSWER + way.text() + way.icmp, way.frames));
  }

  /** Whether the server's kernel dropped what came because a queue of this listener was full. */
  private static boolean isFull(KernelSample sample) {
    var counters = sample.counters();
    long overflows = counters.getOrDefault("ListenOverflows", 0L);
    return sample.side() == Side.SERVER
        && ((overflows > 0 && sample.hasFullAcceptQueue())
            || counters.getOrDefault("TCPReqQFullDrop", 0L) > 0);
  }

  /** How far the SYNs came. */
  private static final class Way {
    private final List<Long> frames = new ArrayList<>();
    private final TreeSet<String> places = new TreeSet<>();
    private String icmp = "";
    private int arrived;

    void accept(Event event, Scene scene) {
      if (event instanceof SegmentEvent s && s.has(Flag.SYN)) {
        frames.add(s.frame());
        if (s.lost() != null) {
          places.add(Sentence.place(s.lost()));
        } else if (scene.reachedServer(s)) {
          arrived++;
        }
      } else if (event instanceof IcmpEvent error) {
        icmp = " ICMP says: " + error.meaning() + " (from " + error.sender() + ").";
        frames.add(error.frame());
      }
    }

    Draft kind() {
      return arrived > 0 ? ARRIVED : places.isEmpty() ? KIND : LOST;
    }

    String text() {
      if (arrived > 0) {
        return arrived
            + " of them reached the server's end, and nothing there answered: its queues are full,"
            + " or its own firewall drops them.";
      }
      return places.isEmpty()
          ? "something on the way drops them in silence, there is no such host, or its"
              + " listener's queues are full."
          : "they were lost between " + String.join("; ", places) + ".";
    }
  }
}
