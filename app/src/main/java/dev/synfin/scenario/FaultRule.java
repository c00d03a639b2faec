package dev.synfin.scenario;

import dev.synfin.track.Side;
import java.util.Set;

/**
 * Certain segments do not arrive: the network drops them, or rejects them with a RST of its own.
 *
 * @param reject whether it answers the sender with a RST
 * @param from whose segments
 * @param segment which kind
 * @param nth the first of this kind that is dropped, from 1
 * @param count how many from then on, or {@link #ALL}
 */
public record FaultRule(int line, boolean reject, Side from, Segment segment, int nth, int count)
    implements NetworkFault {
  /** A count without an end. */
  public static final int ALL = -1;

  /** Kinds of segments, told apart by flags and length. */
  public enum Segment {
    /** SYN without ACK. */
    SYN("SYN"),
    /** SYN with ACK. */
    SYN_ACK("SYN+ACK"),
    /** No payload and neither SYN, FIN nor RST. */
    ACK("bare ACK"),
    /** Any payload. */
    DATA("data segment"),
    /** FIN, with or without payload. */
    FIN("FIN"),
    /** RST. */
    RST("RST"),
    /** Whatever has no SYN. */
    ANY_BUT_SYN("segment without SYN", "segments without SYN");

    private final String words;
    private final String plural;

    Segment(String words) {
      this(words, words + "s");
    }

    Segment(String words, String plural) {
      this.words = words;
      this.plural = plural;
    }
  }

  /** Whether both may want the same segment, themselves included. */
  public boolean overlaps(FaultRule other) {
    return from == other.from
        && (segment == other.segment
            || segment == Segment.ANY_BUT_SYN
            || other.segment == Segment.ANY_BUT_SYN
            || Set.of(segment, other.segment).equals(Set.of(Segment.DATA, Segment.FIN)));
  }

  @Override
  public String sentence() {
    String verb = reject ? "reject " : "drop ";
    String whose = from == Side.CLIENT ? "client's " : "server's ";
    if (count == ALL) {
      String which = nth == 1 ? "every one of the " : "from number " + nth + " on the ";
      return verb + which + whose + segment.plural;
    }
    return count == 1
        ? verb + "the " + whose + ordinal(nth) + " " + segment.words
        : verb + count + " of the " + whose + segment.plural + " from the " + ordinal(nth) + " on";
  }

  /** How many of its kind that side sent: {@code the client sent 5 data segments}. */
  public String thereWere(long sent) {
    String number = sent == 0 ? "no" : Long.toString(sent);
    return (from == Side.CLIENT ? "the client sent " : "the server sent ")
        + number
        + " "
        + (sent == 1 ? segment.words : segment.plural);
  }

  private static String ordinal(int number) {
    return switch (number) {
      case 1 -> "first";
      case 2 -> "second";
      case 3 -> "third";
      case 11, 12, 13 -> number + "th";
      default ->
          switch (number % 10) {
            case 1 -> number + "st";
            case 2 -> number + "nd";
            case 3 -> number + "rd";
            default -> number + "th";
          };
    };
  }
}
