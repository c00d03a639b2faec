package dev.synfin.timeline;

import dev.synfin.track.AnalysisFlag;
import dev.synfin.wire.TcpSegment;
import java.util.ArrayList;
import java.util.List;

/** Flag bits as lists of constants; the 256 lists of control bits are made once. */
final class Flags {
  private static final Flag[] FLAGS = Flag.values();
  private static final AnalysisFlag[] ANALYSIS = AnalysisFlag.values();
  private static final List<List<Flag>> CONTROL = control();

  private Flags() {}

  /** The flags of a segment's eight bits. */
  static List<Flag> control(int bits) {
    return CONTROL.get(bits & 0xFF);
  }

  /** The flags of a sum of {@link AnalysisFlag#bit()}. */
  static List<AnalysisFlag> analysis(int bits) {
    if (bits == 0) {
      return List.of();
    }
    var flags = new ArrayList<AnalysisFlag>(2);
    for (var flag : ANALYSIS) {
      if ((bits & flag.bit()) != 0) {
        flags.add(flag);
      }
    }
    return flags;
  }

  private static List<List<Flag>> control() {
    var lists = new ArrayList<List<Flag>>(256);
    for (var bits = 0; bits < 256; bits++) {
      var flags = new ArrayList<Flag>(8);
      for (var flag : FLAGS) {
        if ((bits & bit(flag)) != 0) {
          flags.add(flag);
        }
      }
      lists.add(List.copyOf(flags));
    }
    return lists;
  }

  private static int bit(Flag flag) {
    return switch (flag) {
      case SYN -> TcpSegment.SYN;
      case ACK -> TcpSegment.ACK;
      case PSH -> TcpSegment.PSH;
      case FIN -> TcpSegment.FIN;
      case RST -> TcpSegment.RST;
      case URG -> TcpSegment.URG;
      case ECE -> TcpSegment.ECE;
      case CWR -> TcpSegment.CWR;
    };
  }
}
