package dev.synfin.stage;

import dev.synfin.scenario.FaultRule;
import dev.synfin.track.Side;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Faults as rules of the firewall between the ends.
 *
 * <p>Each fault has a chain of its own, to which FORWARD sends the segments of its kind. There
 * rules that match once each let the first ones pass and drop those that are meant: {@code
 * statistic --mode nth} with a period that no run reaches.
 */
final class FaultRules {
  private static final String NEVER_AGAIN = "2147483647";

  private final List<FaultRule> faults;
  private final int port;
  private int installed;

  FaultRules(List<FaultRule> faults, int port) {
    this.faults = faults;
    this.port = port;
  }

  /** Puts the rules in place. */
  void install() throws IOException {
    for (FaultRule fault : faults) {
      String chain = chain(installed++);
      iptables("-N", chain);
      for (int i = 1; i < fault.nth(); i++) {
        once(chain, "RETURN");
      }
      if (fault.count() == FaultRule.ALL) {
        iptables("-A", chain, "-j", "DROP");
      }
      for (int i = 0; i < fault.count(); i++) {
        once(chain, "DROP");
      }
      for (List<String> kind : matches(fault.segment())) {
        var rule = new ArrayList<>(List.of("-A", "FORWARD", "-p", "tcp"));
        rule.addAll(List.of(fault.from() == Side.CLIENT ? "--dport" : "--sport", "" + port));
        rule.addAll(kind);
        rule.addAll(List.of("-j", chain));
        iptables(rule.toArray(String[]::new));
      }
    }
  }

  private static void once(String chain, String target) throws IOException {
    iptables(
        "-A",
        chain,
        "-m",
        "statistic",
        "--mode",
        "nth",
        "--every",
        NEVER_AGAIN,
        "--packet",
        "0",
        "-j",
        target);
  }

  /** What each rule has dropped so far. */
  List<FaultReport> reports() throws IOException {
    var reports = new ArrayList<FaultReport>();
    for (int i = 0; i < installed; i++) {
      long dropped = 0;
      for (String line : iptables("-vxnL", chain(i)).lines().skip(2).toList()) {
        String[] columns = line.strip().split("\\s+", 4);
        if (columns[2].equals("DROP")) {
          dropped += Long.parseLong(columns[0]);
        }
      }
      FaultRule fault = faults.get(i);
      reports.add(new FaultReport(fault.sentence(), fault.count(), dropped));
    }
    return reports;
  }

  /** Takes the rules away again. */
  void remove() throws IOException {
    if (installed == 0) {
      return;
    }
    iptables("-F", "FORWARD");
    for (; installed > 0; installed--) {
      iptables("-F", chain(installed - 1));
      iptables("-X", chain(installed - 1));
    }
  }

  private static String chain(int index) {
    return "SYNFIN" + index;
  }

  private static String iptables(String... arguments) throws IOException {
    var command = new ArrayList<>(List.of("iptables", "-w"));
    command.addAll(List.of(arguments));
    return HostCommand.run(command);
  }

  /**
   * How the firewall knows a kind. It cannot compute a payload's length, but Linux's data segments
   * have a header of 20 octets, or of 32 with time stamps, and no other options.
   */
  private static List<List<String>> matches(FaultRule.Segment segment) {
    return switch (segment) {
      case SYN -> flags("SYN,ACK,FIN,RST", "SYN");
      case SYN_ACK -> flags("SYN,ACK,FIN,RST", "SYN,ACK");
      case FIN -> flags("FIN", "FIN");
      case RST -> flags("RST", "RST");
      case ANY_BUT_SYN -> flags("SYN", "NONE");
      case ACK ->
          List.of(
              withHeader("SYN,ACK,FIN,RST", "5", "--length", "40"),
              withHeader("SYN,ACK,FIN,RST", "8", "--length", "52"));
      case DATA ->
          List.of(
              withHeader("SYN,ACK,RST", "5", "--length", "41:65535"),
              withHeader("SYN,ACK,RST", "8", "--length", "53:65535"));
    };
  }

  private static List<List<String>> flags(String mask, String set) {
    return List.of(List.of("--tcp-flags", mask, set));
  }

  /** Data offset in 32-bit words, and a length of the IPv4 packet. */
  private static List<String> withHeader(String mask, String words, String... length) {
    var match = new ArrayList<>(List.of("--tcp-flags", mask, "ACK", "-m", "length"));
    match.addAll(List.of(length));
    match.addAll(List.of("-m", "u32", "--u32", "0>>22&0x3C@12>>28=" + words));
    return match;
  }
}
