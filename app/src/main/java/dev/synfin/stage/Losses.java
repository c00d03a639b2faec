package dev.synfin.stage;

import dev.synfin.scenario.FaultRule;
import dev.synfin.scenario.FaultRule.Segment;
import dev.synfin.scenario.NetworkFault;
import dev.synfin.scenario.NetworkFault.Cut;
import dev.synfin.scenario.Scenario;
import dev.synfin.timeline.Event;
import dev.synfin.timeline.Flag;
import dev.synfin.timeline.PacketEvent;
import dev.synfin.timeline.ScenarioResult.Expectation;
import dev.synfin.timeline.Seen;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * What the taps at both ends say of the faults: what left the one and did not arrive at the other
 * is exactly what the rules between them counted, and of the kinds that they name.
 */
record Losses(Scenario scenario, List<FaultReport> reports) {
  /** More than the network's queues put between two that overtake each other. */
  private static final Duration SAME_MOMENT = Duration.ofMillis(1);

  Expectation heldAgainst(Timeline timeline) {
    long counted =
        reports.stream().filter(FaultReport::drops).mapToLong(FaultReport::counter).sum();
    List<PacketEvent> lost =
        timeline.connections().stream()
            .flatMap(c -> c.allEvents().stream())
            .filter(Losses::isLost)
            .map(PacketEvent.class::cast)
            .toList();
    long others = lost.stream().filter(packet -> !isMeant(packet)).count();
    String wrongOnes = wrongOnes(timeline);
    boolean bounded = reports.stream().noneMatch(r -> r.drops() && r.intended() < 0);
    String words = bounded ? "exactly the " : "none but the ";
    return new Expectation(
        "what left one end and did not reach the other: " + words + counted + " that were dropped",
        lost.size() + " lost" + (others == 0 ? "" : ", " + others + " of another kind") + wrongOnes,
        others == 0
            && wrongOnes.isEmpty()
            && (bounded ? lost.size() == counted : isPartOf(counted, lost.size())),
        null);
  }

  /**
   * Which of its kind each lost segment was, where that is not what a rule says: the second, say,
   * instead of the first. Told only where one rule alone drops that kind from that side, and by the
   * order in which they came to the network between the ends.
   */
  private String wrongOnes(Timeline timeline) {
    var wrong = new StringBuilder();
    for (FaultRule rule : rules()) {
      if (rule.count() == FaultRule.ALL || rules().stream().filter(rule::overlaps).count() > 1) {
        continue;
      }
      List<Sent> kind =
          timeline.connections().stream()
              .flatMap(c -> c.allEvents().stream().map(e -> new Sent(c.startedAt(), e)))
              .filter(sent -> sent.isOf(rule))
              .sorted()
              .toList();
      for (int i = 0; i < kind.size(); i++) {
        if (kind.get(i).segment().lost() != null && !maybeMeant(rule, kind, i)) {
          wrong.append(", among them number ").append(i + 1);
        }
      }
    }
    return wrong.toString();
  }

  /**
   * Whether the one at this index is one that the rule names. Two that left at nearly the same
   * moment may have overtaken each other before they came to the rule, on two processors: only a
   * tap in the network tells which was the first there.
   */
  private static boolean maybeMeant(FaultRule rule, List<Sent> kind, int index) {
    int from = rule.nth() - 1;
    for (int i = from; i < Math.min(from + rule.count(), kind.size()); i++) {
      if (i == index || kind.get(i).mayBeMistakenFor(kind.get(index))) {
        return true;
      }
    }
    return false;
  }

  private List<FaultRule> rules() {
    return scenario.faults().stream()
        .filter(FaultRule.class::isInstance)
        .map(FaultRule.class::cast)
        .toList();
  }

  /** Whether it is a segment of the side and the kind that a rule is for. */
  static boolean isOf(FaultRule rule, Event event) {
    return event instanceof SegmentEvent segment
        && segment.from() == rule.from()
        && is(rule.segment(), segment);
  }

  /** A segment, to be put in the order in which the network saw them. */
  private record Sent(Instant start, Event event) implements Comparable<Sent> {
    SegmentEvent segment() {
      return (SegmentEvent) event;
    }

    boolean isOf(FaultRule rule) {
      return Losses.isOf(rule, event);
    }

    private OptionalLong atTheNetwork() {
      return segment().seen().stream()
          .filter(sight -> sight.capture().equals(Host.NETWORK.id()))
          .mapToLong(Seen::tNs)
          .findFirst();
    }

    private Instant arrived() {
      return start.plusNanos(atTheNetwork().orElse(segment().tNs()));
    }

    boolean mayBeMistakenFor(Sent other) {
      return atTheNetwork().isEmpty()
          && other.atTheNetwork().isEmpty()
          && Duration.between(arrived(), other.arrived()).abs().compareTo(SAME_MOMENT) < 0;
    }

    @Override
    public int compareTo(Sent other) {
      return arrived().compareTo(other.arrived());
    }
  }

  /** A rule without an end goes on dropping when the taps have stopped. */
  private static boolean isPartOf(long counted, long lost) {
    return lost <= counted && (lost > 0 || counted == 0);
  }

  private static boolean isLost(Event event) {
    return event instanceof PacketEvent packet && packet.lost() != null;
  }

  private boolean isMeant(PacketEvent packet) {
    for (NetworkFault fault : scenario.faults()) {
      boolean meant =
          switch (fault) {
            case FaultRule rule -> isOf(rule, packet);
            case Cut cut -> cut.from() == null || cut.from() == packet.from();
            case NetworkFault.Limit limit -> false;
            case NetworkFault.Delay delay -> false;
          };
      if (meant) {
        return true;
      }
    }
    return false;
  }

  private static boolean is(Segment kind, SegmentEvent segment) {
    boolean syn = segment.has(Flag.SYN);
    boolean ack = segment.has(Flag.ACK);
    boolean fin = segment.has(Flag.FIN);
    boolean rst = segment.has(Flag.RST);
    return switch (kind) {
      case SYN -> syn && !ack;
      case SYN_ACK -> syn && ack;
      case ACK -> ack && !syn && !fin && !rst && segment.len() == 0;
      case DATA -> segment.len() > 0;
      case FIN -> fin;
      case RST -> rst;
      case ANY_BUT_SYN -> !syn;
    };
  }
}
