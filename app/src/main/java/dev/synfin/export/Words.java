package dev.synfin.export;

import dev.synfin.timeline.CallEvent;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.DatagramEvent;
import dev.synfin.timeline.Flag;
import dev.synfin.timeline.IcmpEvent;
import dev.synfin.timeline.PacketEvent;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.track.TcpState;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Short names of things, the same in all formats. */
final class Words {
  private static final List<Flag> SPOKEN =
      List.of(Flag.SYN, Flag.FIN, Flag.RST, Flag.PSH, Flag.URG, Flag.ECE, Flag.CWR, Flag.ACK);

  private Words() {}

  /** {@code TCP 0}. */
  static String of(Connection connection) {
    return connection.protocol() + " " + connection.stream();
  }

  /** {@code SYN ACK}, {@code UDP}, {@code ICMP port unreachable}. */
  static String kind(PacketEvent packet) {
    return switch (packet) {
      case SegmentEvent s -> flags(s);
      case DatagramEvent d -> "UDP";
      case IcmpEvent i ->
          "ICMP " + (i.meaning() == null ? i.icmpType() + "/" + i.icmpCode() : i.meaning());
    };
  }

  private static String flags(SegmentEvent segment) {
    String flags =
        SPOKEN.stream().filter(segment::has).map(Flag::name).collect(Collectors.joining(" "));
    return flags.isEmpty() ? "no flags" : flags;
  }

  /** Octets of payload. */
  static int payload(PacketEvent packet) {
    return switch (packet) {
      case SegmentEvent s -> s.len();
      case DatagramEvent d -> d.len();
      case IcmpEvent i -> 0;
    };
  }

  /** {@code sendall() = 5}, {@code connect() = ECONNREFUSED}. */
  static String of(CallEvent call) {
    Object outcome = call.error() == null ? call.result() : call.error();
    return call.call() + "()" + (outcome == null ? "" : " = " + outcome);
  }

  static @Nullable String of(@Nullable TcpState state) {
    return state == null ? null : state.rfcName();
  }

  /** A constant as documents name it. */
  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
