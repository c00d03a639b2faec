package dev.synfin.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measures synfin beside the tools that are installed, as {@code docker/lab bench} starts it. */
public final class Main {
  static final int CONNECTIONS = 200_000;
  private static final long BULK_OCTETS = 1_500_000_000L;
  private static final long KEPT_FREE = 2_000_000_000L;
  private static final int ROUNDS = 5;

  /** Where tshark is not installed, another command that runs it. */
  private static final String TSHARK = System.getProperty("tshark", "tshark");

  private static final String FIELDS =
      " -T fields -e frame.number -e frame.time_epoch -e tcp.stream -e tcp.flags -e tcp.seq"
          + " -e tcp.ack -e tcp.analysis.flags";

  private Main() {}

  /** {@code SYNFIN FOLDER}: the command that starts synfin, and where files can lie. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    String synfin = arguments[0];
    Path folder = Files.createDirectories(Path.of(arguments[1]));
    List<Contestant> contestants = contestants(synfin);
    var contests = new ArrayList<Contest>();
    Path flows = Files.createDirectories(folder.resolve("flows"));
    for (Path file : captures(folder)) {
      String name = file.getFileName().toString();
      var contest = new Contest(name, file.toString(), flows.toString(), contestants);
      contest.run(Integer.getInteger("rounds", ROUNDS));
      contests.add(contest);
    }
    System.out.print(Report.table(contests));
    Path json = folder.resolve("bench.json");
    Files.writeString(json, Report.json(contests));
    System.out.println("Also in " + json + ".");
  }

  private static List<Contestant> contestants(String synfin) {
    var all = new ArrayList<Contestant>();
    all.add(Contestant.of("synfin --summary", "summary", synfin + " analyze --summary {file}"));
    all.add(
        Contestant.of(
            "synfin --no-events jsonl",
            "",
            synfin + " analyze --no-events --format jsonl -o - {file}"));
    all.add(
        Contestant.of(
            "synfin jsonl",
            "lines",
            synfin + " analyze --format jsonl --payload-bytes 0 -o - {file}"));
    addIfInstalled(
        all, "tshark", "tshark conv", "summary", TSHARK + " -n -q -z conv,tcp -r {file}");
    addIfInstalled(all, "tshark", "tshark fields", "lines", TSHARK + " -n -r {file}" + FIELDS);
    addIfInstalled(
        all,
        "tshark",
        "tshark json, first 100,000 frames",
        "lines",
        TSHARK + " -n -c 100000 -r {file} -T json");
    addIfInstalled(all, "tcptrace", "tcptrace", "summary", "tcptrace -n {file}");
    addIfInstalled(all, "nfdump", "nfpcapd", "summary", "nfpcapd -r {file} -w {out}");
    addIfInstalled(all, "tcpdump", "tcpdump --count", "", "tcpdump --count -r {file}");
    return all;
  }

  private static void addIfInstalled(
      List<Contestant> all, String debianPackage, String name, String against, String command) {
    String program = command.substring(0, command.indexOf(' '));
    boolean found =
        program.contains("/")
            ? Files.isExecutable(Path.of(program))
            : List.of(System.getenv("PATH").split(":", -1)).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    if (found) {
      Contestant contestant = Contestant.of(name, against, command);
      all.add(command.contains(" -c 100000 ") ? contestant.first(100_000) : contestant);
    } else {
      System.err.printf(
          "There is no %s to compare with: apt-get install %s%n", program, debianPackage);
    }
  }

  /** They are made once, and are the same everywhere. */
  private static List<Path> captures(Path folder) throws IOException {
    Path connections = folder.resolve("short.pcap");
    if (!Files.exists(connections)) {
      System.err.println("Making " + connections + " …");
      CaptureMaker.writeShortConnections(connections, CONNECTIONS);
    }
    Path bulk = folder.resolve("bulk.pcap");
    if (!Files.exists(bulk)) {
      long room = Files.getFileStore(folder).getUsableSpace() - KEPT_FREE;
      System.err.println("Making " + bulk + " …");
      CaptureMaker.writeBulkTransfer(bulk, Math.max(1, Math.min(BULK_OCTETS, room)));
    }
    return List.of(connections, bulk);
  }

  /** The machine that the numbers come from. */
  static String machine() throws IOException {
    String model =
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 2))
            .findFirst()
            .orElse("an unknown processor");
    return String.format(
        Locale.ROOT,
        "%d processors (%s), Linux %s, Java %s, load %s",
        Runtime.getRuntime().availableProcessors(),
        model,
        System.getProperty("os.version"),
        Runtime.version(),
        Files.readString(Path.of("/proc/loadavg")).split(" ", -1)[0]);
  }
}
