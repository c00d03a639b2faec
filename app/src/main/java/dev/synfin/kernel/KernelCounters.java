package dev.synfin.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The counters of a network namespace since it was made, from {@code /proc/net/netstat} and {@code
 * snmp} (names: net/ipv4/proc.c), and its memory from {@code sockstat}.
 */
final class KernelCounters {
  /** Those that tell of trouble, in the order in which they are shown. */
  static final List<String> TELLING =
      List.of(
          "ListenOverflows",
          "ListenDrops",
          "SyncookiesSent",
          "SyncookiesRecv",
          "SyncookiesFailed",
          "TCPReqQFullDoCookies",
          "TCPReqQFullDrop",
          "TCPTimeouts",
          "TCPLossProbes",
          "TCPFastRetrans",
          "TCPSackRecovery",
          "TCPSlowStartRetrans",
          "TCPSynRetrans",
          "TCPSpuriousRTOs",
          "TCPAbortOnData",
          "TCPAbortOnClose",
          "TCPAbortOnTimeout",
          "TCPAbortOnMemory",
          "TCPKeepAlive",
          "TCPZeroWindowDrop",
          "TCPFromZeroWindowAdv",
          "TCPToZeroWindowAdv",
          "TCPRcvQDrop",
          "TCPTimeWaitOverflow",
          "TW",
          "ActiveOpens",
          "PassiveOpens",
          "AttemptFails",
          "EstabResets",
          "RetransSegs",
          "OutRsts",
          "InCsumErrors");

  private static final Set<String> WANTED = Set.copyOf(TELLING);

  private KernelCounters() {}

  /** The telling counters that this kernel has, in {@link #TELLING}'s order. */
  static Map<String, Long> in(Path folder) throws IOException {
    var all = new java.util.HashMap<String, Long>();
    addAll(folder.resolve("netstat"), "TcpExt:", all);
    addAll(folder.resolve("snmp"), "Tcp:", all);
    var telling = new LinkedHashMap<String, Long>();
    for (String name : TELLING) {
      Long value = all.get(name);
      if (value != null) {
        telling.put(name, value);
      }
    }
    return telling;
  }

  /** Numbers by name, such as {@code TCP.mem} (pages, of the whole machine) and {@code TCP.tw}. */
  static Map<String, Long> sockstat(Path folder) throws IOException {
    var values = new LinkedHashMap<String, Long>();
    for (String line : lines(folder.resolve("sockstat"))) {
      String[] words = line.split("[ :]+", -1);
      for (int i = 1; i + 1 < words.length; i += 2) {
        values.put(words[0] + "." + words[i], Long.parseLong(words[i + 1]));
      }
    }
    return values;
  }

  /** A line of names, then a line of values, both with the same first word. */
  private static void addAll(Path file, String group, Map<String, Long> into) throws IOException {
    List<String> lines = lines(file);
    for (int i = 0; i + 1 < lines.size(); i += 2) {
      if (lines.get(i).startsWith(group)) {
        String[] names = lines.get(i).split(" ", -1);
        String[] values = lines.get(i + 1).split(" ", -1);
        for (int n = 1; n < Math.min(names.length, values.length); n++) {
          if (WANTED.contains(names[n])) {
            into.put(names[n], Long.parseLong(values[n]));
          }
        }
      }
    }
  }

  private static List<String> lines(Path file) throws IOException {
    try {
      return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      return List.of(); // a kernel built without it
    }
  }
}
