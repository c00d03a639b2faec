package dev.synfin.parity;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.synfin.parity.Reading.Segment;
import dev.synfin.track.AnalysisFlag;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads a capture file with tshark, TCP directly over IP only: no tunnels, nothing quoted. */
final class TsharkReading {
  private static final List<String> FIELDS =
      List.of(
          "frame.number",
          "frame.protocols",
          "tcp.stream",
          "tcp.completeness",
          "tcp.flags",
          "tcp.seq",
          "tcp.len");

  private static final Set<String> LINKS =
      Set.of(
          "eth",
          "ethertype",
          "vlan",
          "ieee8021ad",
          "llc",
          "sll",
          "sll2",
          "raw",
          "null",
          "ppp",
          "pppoes",
          "chdlc",
          "fddi",
          "tr",
          "pktap",
          "mpls",
          "data");

  private static final int HEADER_FLAGS = 0xFF;

  private TsharkReading() {}

  static Reading of(List<String> tshark, Path capture) throws IOException {
    var command = new ArrayList<>(tshark);
    command.addAll(List.of("-n", "-2", "-r", capture.toString(), "-Y", "tcp", "-T", "fields"));
    command.addAll(List.of("-E", "separator=|", "-E", "occurrence=f"));
    command.addAll(List.of("-o", "ip.defragment:FALSE", "-o", "tcp.desegment_tcp_streams:FALSE"));
    FIELDS.forEach(field -> command.addAll(List.of("-e", field)));
    for (AnalysisFlag flag : AnalysisFlag.values()) {
      command.addAll(List.of("-e", "tcp.analysis." + flag.name().toLowerCase(Locale.ROOT)));
    }
    var reading = new Reading();
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (var lines = process.inputReader(UTF_8)) {
      lines.lines().forEach(line -> take(line.split("\\|", -1), reading));
    }
    return reading;
  }

  private static void take(String[] values, Reading reading) {
    if (values.length != FIELDS.size() + AnalysisFlag.values().length || !isPlain(values[1])) {
      return;
    }
    long stream = number(values[2], -1);
    var segment =
        new Segment(
            stream,
            (int) number(values[4], 0) & HEADER_FLAGS,
            number(values[5], 0),
            (int) number(values[6], 0),
            analysis(values));
    reading.segments.put(Long.parseLong(values[0]), segment);
    reading.completeness.putIfAbsent(stream, (int) number(values[3], 0));
  }

  private static long number(String text, long otherwise) {
    return text.isEmpty() ? otherwise : Long.decode(text);
  }

  /** The plain flag stands beside the more specific one. */
  private static Set<AnalysisFlag> analysis(String[] values) {
    var flags = EnumSet.noneOf(AnalysisFlag.class);
    int i = FIELDS.size();
    for (AnalysisFlag flag : AnalysisFlag.values()) {
      if (!values[i++].isEmpty()) {
        flags.add(flag);
      }
    }
    if (flags.contains(AnalysisFlag.FAST_RETRANSMISSION)
        || flags.contains(AnalysisFlag.SPURIOUS_RETRANSMISSION)) {
      flags.remove(AnalysisFlag.RETRANSMISSION);
    }
    return flags;
  }

  /** Such as {@code eth:ethertype:vlan:ethertype:ip:tcp:http}. */
  private static boolean isPlain(String protocols) {
    String[] names = protocols.split(":", -1);
    int i = 0;
    while (i < names.length && LINKS.contains(names[i])) {
      i++;
    }
    if (i == names.length) {
      return false;
    }
    if (names[i].equals("ip") || names[i].equals("ipv6")) {
      i++;
    } else if (i == 0 || !names[i - 1].equals("mpls")) { // behind which tshark does not say
      return false;
    }
    while (i < names.length && names[i].startsWith("ipv6.")) {
      i++;
    }
    return i < names.length && names[i].equals("tcp");
  }
}
