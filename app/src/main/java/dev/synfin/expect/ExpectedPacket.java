package dev.synfin.expect;

import dev.synfin.timeline.DatagramEvent;
import dev.synfin.timeline.Flag;
import dev.synfin.timeline.PacketEvent;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.track.Side;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One line of an expected trace: what is null does not matter.
 *
 * @param text as it was written
 * @param flags null where any will do, or for a datagram
 * @param udp whether it is a datagram
 */
record ExpectedPacket(
    String text,
    Side from,
    @Nullable Set<Flag> flags,
    boolean udp,
    @Nullable Long seq,
    @Nullable Integer len,
    @Nullable Long ack,
    @Nullable Integer win,
    @Nullable ExpectedOptions options) {

  private static final Pattern LINE =
      Pattern.compile(
          "(?:[+]?\\d+(?:\\.\\d+)?\\s+)?(?<from>[<>])\\s*"
              + "(?:(?<udp>udp)|(?<flags>[SFRPUEW]*\\.?|\\*))"
              + "(?:\\s+(?:(?<seq>\\d+):(?<end>\\d+))?\\((?<len>\\d+)\\))?"
              + "(?:\\s+ack\\s+(?<ack>\\d+))?"
              + "(?:\\s+win\\s+(?<win>\\d+))?"
              + "(?:\\s*<(?<options>[^>]*)>)?");

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException if it is not in the notation, saying what is
   */
  static ExpectedPacket parse(String line) {
    Matcher m = LINE.matcher(line);
    if (!m.matches() || (m.group("udp") == null && m.group("flags").isEmpty())) {
      throw new IllegalArgumentException(
          "«"
              + line
              + "» is no packet: write > or <, the flags (S F R P U E W and . for ACK, or * for"
              + " any), then what matters of 1:6(5) or (5), ack 1, win 64240, <mss 1460>.");
    }
    Integer len = number(m.group("len"));
    Long seq = big(m.group("seq"));
    Long end = big(m.group("end"));
    if (seq != null && end != null && len != null && end - seq != len) {
      throw new IllegalArgumentException(
          "«" + line + "»: from " + seq + " to " + end + " are " + (end - seq) + " octets.");
    }
    return new ExpectedPacket(
        line,
        m.group("from").equals(">") ? Side.CLIENT : Side.SERVER,
        m.group("udp") != null ? null : flags(m.group("flags")),
        m.group("udp") != null,
        seq,
        len,
        big(m.group("ack")),
        number(m.group("win")),
        m.group("options") == null ? null : ExpectedOptions.parse(m.group("options")));
  }

  private static @Nullable Set<Flag> flags(String letters) {
    if (letters.equals("*")) {
      return null;
    }
    var flags = EnumSet.noneOf(Flag.class);
    for (int i = 0; i < letters.length(); i++) {
      flags.add(
          switch (letters.charAt(i)) {
            case 'S' -> Flag.SYN;
            case 'F' -> Flag.FIN;
            case 'R' -> Flag.RST;
            case 'P' -> Flag.PSH;
            case 'U' -> Flag.URG;
            case 'E' -> Flag.ECE;
            case 'W' -> Flag.CWR;
            default -> Flag.ACK;
          });
    }
    return flags;
  }

  private static @Nullable Integer number(@Nullable String digits) {
    return digits == null ? null : Integer.valueOf(digits);
  }

  private static @Nullable Long big(@Nullable String digits) {
    return digits == null ? null : Long.valueOf(digits);
  }

  /** Whether a packet is this one, without any variant. */
  boolean fits(PacketEvent packet) {
    return packet.from() == from
        && switch (packet) {
          case SegmentEvent s -> !udp && fitsFlags(s, false) && fitsLength(s) && fitsRest(s);
          case DatagramEvent d -> udp && (len == null || len == d.len());
          case dev.synfin.timeline.IcmpEvent i -> false;
        };
  }

  /**
   * The flags; PSH is the sender's hint, and says nothing where variants are allowed (RFC 9293,
   * 3.9.1.2).
   */
  boolean fitsFlags(SegmentEvent s, boolean variants) {
    if (flags == null) {
      return true;
    }
    var actual = EnumSet.noneOf(Flag.class);
    actual.addAll(s.flags());
    var wanted = EnumSet.noneOf(Flag.class);
    wanted.addAll(flags);
    if (variants) {
      actual.remove(Flag.PSH);
      wanted.remove(Flag.PSH);
    }
    return actual.equals(wanted);
  }

  /** What is pushed is data, and a bare acknowledgement is none, although no length is written. */
  boolean fitsLength(SegmentEvent s) {
    if (len != null) {
      return len == s.len();
    }
    return isPureAck() ? s.len() == 0 : flags == null || !flags.contains(Flag.PSH) || s.len() > 0;
  }

  /** Everything beside flags and length. */
  boolean fitsRest(SegmentEvent s) {
    return (seq == null || seq == s.seq())
        && (ack == null || ack.equals(s.ack()))
        && (win == null || win == s.rawWin())
        && (options == null || options.fits(s.options()));
  }

  /** Whether it is nothing but an acknowledgement. */
  boolean isPureAck() {
    return flags != null && flags.equals(Set.of(Flag.ACK)) && (len == null || len == 0);
  }

  /** Whether it is ordinary data, whose pieces may be cut elsewhere. */
  boolean isData() {
    return flags != null
        && len != null
        && len > 0
        && flags.contains(Flag.ACK)
        && !flags.contains(Flag.SYN)
        && !flags.contains(Flag.RST)
        && !flags.contains(Flag.FIN);
  }

  /** Whether it is a bare FIN. */
  boolean isFin() {
    return flags != null && flags.contains(Flag.FIN) && (len == null || len == 0);
  }
}
