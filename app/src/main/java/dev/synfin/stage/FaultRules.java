package dev.synfin.stage;

import dev.synfin.scenario.FaultRule;
import dev.synfin.scenario.NetworkFault;
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
  private static final String[] DROP = {"DROP"};
  private static final String[] REJECT = {"REJECT", "--reject-with", "tcp-reset"};
  private static final String NEVER_AGAIN = "2147483647";

  private final List<NetworkFault> faults;
  private final int port;
  private final Shaping shaping;
  private int installed;

  FaultRules(List<NetworkFault> faults, int port, List<String> interfaces) {
    this.faults = faults;
    this.port = port;
    this.shaping = new Shaping(interfaces, port);
  }

  /** Puts the rules in place; those of a cut wait for its signal. */
  void install() throws IOException {
    for (NetworkFault fault : faults) {
      String chain = chain(installed);
      switch (fault) {
        case FaultRule rule -> {
          iptables("-N", chain);
          installed++;
          install(rule, chain);
        }
        case NetworkFault.Cut cut -> {
          iptables("-N", chain);
          installed++;
          iptables("-A", chain, "-j", "DROP");
        }
        case NetworkFault.Limit limit -> shaping.limit(limit);
        case NetworkFault.Delay delay -> shaping.delay(delay.by());
      }
    }
  }

  private void install(FaultRule rule, String chain) throws IOException {
    String[] target = rule.reject() ? REJECT : DROP;
    for (int i = 1; i < rule.nth(); i++) {
      once(chain, "RETURN");
    }
    if (rule.count() == FaultRule.ALL) {
      iptables(append(List.of("-A", chain, "-p", "tcp"), target));
    }
    for (int i = 0; i < rule.count(); i++) {
      once(chain, target);
    }
    for (List<String> kind : matches(rule.segment())) {
      forward("-A", rule.from(), kind, chain);
    }
  }

  private void forward(String how, Side from, List<String> match, String chain) throws IOException {
    var rule = new ArrayList<>(List.of(how, "FORWARD", "-p", "tcp"));
    rule.addAll(List.of(from == Side.CLIENT ? "--dport" : "--sport", "" + port));
    rule.addAll(match);
    rule.addAll(List.of("-j", chain));
    iptables(rule.toArray(String[]::new));
  }

  /**
   * Cuts and joins what this signal is for.
   *
   * @return whether anything was
   */
  boolean signalled(String name) throws IOException {
    boolean done = false;
    int index = 0;
    for (NetworkFault fault : faults) {
      if (fault instanceof NetworkFault.Cut cut) {
        if (cut.after().equals(name)) {
          switchCut("-I", cut, chain(index));
          done = true;
        } else if (name.equals(cut.until())) {
          switchCut("-D", cut, chain(index));
          done = true;
        }
      }
      index += fault instanceof FaultRule || fault instanceof NetworkFault.Cut ? 1 : 0;
    }
    return done;
  }

  private void switchCut(String how, NetworkFault.Cut cut, String chain) throws IOException {
    for (Side from : Side.values()) {
      if (cut.from() == null || cut.from() == from) {
        forward(how, from, List.of(), chain);
      }
    }
  }

  private static void once(String chain, String... target) throws IOException {
    // only a rule for TCP may answer with a RST
    var rule =
        new ArrayList<>(List.of("-A", chain, "-p", "tcp", "-m", "statistic", "--mode", "nth"));
    rule.addAll(List.of("--every", NEVER_AGAIN, "--packet", "0"));
    iptables(append(rule, target));
  }

  private static String[] append(List<String> rule, String... target) {
    var whole = new ArrayList<>(rule);
    whole.add("-j");
    whole.addAll(List.of(target));
    return whole.toArray(String[]::new);
  }

  /** What each fault has done so far. */
  List<FaultReport> reports() throws IOException {
    var reports = new ArrayList<FaultReport>();
    int index = 0;
    for (NetworkFault fault : faults) {
      reports.add(
          switch (fault) {
            case FaultRule rule ->
                new FaultReport(rule.sentence(), rule.count(), dropped(chain(index++)), true);
            case NetworkFault.Cut cut ->
                new FaultReport(cut.sentence(), -1, dropped(chain(index++)), true);
            case NetworkFault.Limit limit ->
                new FaultReport(limit.sentence(), -1, shaping.heldBack(), false);
            case NetworkFault.Delay delay ->
                new FaultReport(delay.sentence(), -1, shaping.passed(), false);
          });
    }
    return reports;
  }

  private static long dropped(String chain) throws IOException {
    long dropped = 0;
    for (String line : iptables("-vxnL", chain).lines().skip(2).toList()) {
      String[] columns = line.strip().split("\\s+", 4);
      if (!columns[2].equals("RETURN")) {
        dropped += Long.parseLong(columns[0]);
      }
    }
    return dropped;
  }

  /** Takes the rules away again. */
  void remove() throws IOException {
    shaping.remove();
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
