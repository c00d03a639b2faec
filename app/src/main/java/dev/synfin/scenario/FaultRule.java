package dev.synfin.scenario;

import dev.synfin.track.Side;

/**
 * What the network does to certain segments: it drops them.
 *
 * @param from whose segments
 * @param segment which kind
 * @param nth the first of this kind that is dropped, from 1
 * @param count how many from then on, or {@link #ALL}
 */
public record FaultRule(int line, Side from, Segment segment, int nth, int count) {
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
    ANY_BUT_SYN("segment without SYN");

    private final String words;

    Segment(String words) {
      this.words = words;
    }
  }

  /** As a person says it: {@code drop the client's 2nd data segment}. */
  public String sentence() {
    String whose = from == Side.CLIENT ? "client's " : "server's ";
    if (count == ALL) {
      String which = nth == 1 ? "drop every one of the " : "drop from number " + nth + " on the ";
      return which + whose + segment.words + "s";
    }
    return count == 1
        ? "drop the " + whose + ordinal(nth) + " " + segment.words
        : "drop "
            + count
            + " of the "
            + whose
            + segment.words
            + "s from the "
            + ordinal(nth)
            + " on";
  }

  private static String ordinal(int number) {
    return switch (number) {
      case 1 -> "first";
      case 2 -> "second";
      case 3 -> "third";
      default -> number + "th";
    };
  }
}
