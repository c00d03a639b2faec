package dev.synfin.diagnose;

import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Finding;
import dev.synfin.timeline.Finding.Severity;
import dev.synfin.timeline.PacketEvent;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.track.AnalysisFlag;
import dev.synfin.track.Handshake;
import dev.synfin.track.Retransmission.Cause;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Segments that were lost or sent again: why, and on which part of the way. */
final class SegmentLoss implements Finder {
  private static final double MUCH = 0.02;
  private static final Draft KIND =
      new Draft(
          "segment-loss",
          Severity.INFO,
          "Segments were sent again",
          "Capture at both ends: what the sender's capture holds and the receiver's does not was"
              + " lost between them. Compare with TCPTimeouts, TCPLossProbes, TCPFastRetrans and"
              + " TCPSackRecovery in synfin sockets.",
          "RFC 6298; RFC 5681, 3.2; RFC 6675; RFC 8985");

  private static final Draft SEEN_AT_BOTH_ENDS =
      KIND.next(
          "Compare with TCPTimeouts, TCPLossProbes, TCPFastRetrans and TCPSackRecovery in synfin"
              + " sockets: they count what the sender noticed.");

  @Override
  public Optional<Finding> find(Connection c, Scene scene) {
    if (c.events() == null && retransmitted(c) == 0) {
      return Optional.empty();
    }
    var loss = new Loss();
    c.allEvents()
        .forEach(event -> {
          if (event instanceof PacketEvent packet) {
            loss.accept(packet);
          }
        });
    long again = Math.max(loss.again, retransmitted(c));
    if ((again == 0 && loss.lost == 0) || onlySyns(c)) {
      return Optional.empty();
    }
    long sent = c.traffic().client().frames() + c.traffic().server().frames();
    boolean much = again >= 5 && again > sent * MUCH;
    return Optional.of(
        (scene.merged() ? SEEN_AT_BOTH_ENDS : KIND)
            .as(much || loss.lost > 0 ? Severity.WARNING : Severity.INFO)
            .with(loss.text(again, sent, scene.merged()), loss.frames));
  }

  private static long retransmitted(Connection c) {
    return c.traffic().client().retransmittedFrames() + c.traffic().server().retransmittedFrames();
  }

  /** What nobody answered is not known to be lost: that is {@link SynFiltered}'s to tell. */
  private static boolean onlySyns(Connection c) {
    var handshake = c.handshake();
    return handshake != null
        && handshake.kind() == Handshake.Kind.INCOMPLETE
        && handshake.frames().synAck() == null
        && c.traffic().server().frames() == 0;
  }

  private static final class Loss {
    private final List<Long> frames = new ArrayList<>();
    private final Map<Cause, Integer> causes = new EnumMap<>(Cause.class);
    private final TreeSet<String> places = new TreeSet<>();
    private long again;
    private long lost;
    private long needless;
    private long unseen;

    void accept(PacketEvent packet) {
      var gone = packet.lost();
      if (gone != null) {
        lost++;
        frames.add(packet.frame());
        places.add(Sentence.place(gone));
      }
      if (packet instanceof SegmentEvent s && s.retransmission() != null) {
        again++;
        frames.add(s.frame());
        needless += s.has(AnalysisFlag.SPURIOUS_RETRANSMISSION) ? 1 : 0;
        unseen += s.retransmission().of() == null ? 1 : 0;
        Cause cause = s.retransmission().cause();
        if (cause != null) {
          causes.merge(cause, 1, Integer::sum);
        }
      }
    }

    String text(long all, long sent, boolean merged) {
      var text = new StringBuilder();
      text.append(Sentence.count(all, "segment"))
          .append(" of ")
          .append(String.format(Locale.ROOT, "%,d", sent))
          .append(all == 1 ? " was" : " were")
          .append(" sent again");
      if (!causes.isEmpty()) {
        text.append(": ").append(whys());
      }
      text.append('.');
      if (lost > 0) {
        text.append(' ')
            .append(Sentence.count(lost, "packet"))
            .append(lost == 1 ? " was" : " were")
            .append(" lost between ")
            .append(String.join("; ", places))
            .append('.');
      } else if (!merged && again > needless) {
        text.append(place());
      }
      if (needless > 0) {
        text.append(needlessly());
      }
      return text.toString();
    }

    private String needlessly() {
      String which = needless < again ? " " + needless + " of them" : again == 1 ? " It" : " All";
      return which + " had been acknowledged already: needless.";
    }

    private String place() {
      if (unseen == 0) {
        return again == 1
            ? " This capture holds its first copy: that was lost behind this tap, or its"
                + " acknowledgement was."
            : " This capture holds the first copy of each: what was lost was lost behind this"
                + " tap, or its acknowledgement was.";
      }
      return unseen == again
          ? " This capture holds no first copy: "
              + (again == 1 ? "it was" : "they were")
              + " lost before this tap."
          : " Of " + unseen + " the first copy was lost before this tap, of the rest behind it.";
    }

    private String whys() {
      return causes.entrySet().stream()
          .map(e -> e.getValue() + " " + why(Objects.requireNonNull(e.getKey())))
          .collect(Collectors.joining(", "));
    }

    private static String why(Cause cause) {
      return switch (cause) {
        case RTO -> "by the retransmission timer";
        case TAIL_LOSS_PROBE -> "as tail-loss probe";
        case FAST -> "after three duplicate ACKs";
        case RACK_OR_SACK -> "because SACK or RACK showed the loss";
        case SYN -> "as SYN whose sender has no answer";
        case SYN_ACK -> "as SYN+ACK whose sender has no answer";
        case REPEATED_SYN -> "as answer to a SYN that came again";
        case FIN -> "as FIN whose sender has no answer";
      };
    }
  }
}
