package dev.synfin.cli;

import dev.synfin.kernel.KernelView;
import dev.synfin.kernel.OpenSocket;
import dev.synfin.timeline.HostSockets;
import dev.synfin.timeline.HostSockets.HostSocket;
import dev.synfin.timeline.KernelSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A kernel's view as a person reads it, and as a document has it. */
final class SocketsText {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

  private SocketsText() {}

  /** The table of sockets, the totals, and the counters that are not zero. */
  static String of(KernelView view, @Nullable KernelView since) {
    var text = new StringBuilder(64 * view.sockets().size() + 1024);
    addTable(text, view.sockets());
    text.append('\n').append(TIME.format(view.at())).append("  TCP: ").append(states(view));
    text.append(memory(view)).append('\n');
    String counters = since == null ? counters(view.counters()) : moved(view, since);
    text.append(since == null ? "Counted so far: " : "Counted meanwhile: ")
        .append(counters.isEmpty() ? "nothing that tells of trouble" : counters)
        .append('\n');
    if (!view.allProcessesSeen()) {
      text.append(unseen(isRoot())).append('\n');
    }
    return text.append(since == null ? "" : "\n").toString();
  }

  /** Why some processes are not named. */
  static String unseen(boolean root) {
    return root
        ? "Some processes are not named: root here lacks the right to look into them"
            + " (CAP_SYS_PTRACE)."
        : "Other users' processes are not named: as root you see those too.";
  }

  private static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private static void addTable(StringBuilder text, List<OpenSocket> sockets) {
    var rows = new ArrayList<List<String>>(sockets.size() + 1);
    rows.add(List.of("", "state", "recv-q", "send-q", "local", "remote", "inode", "process"));
    sockets.forEach(s -> rows.add(row(s)));
    var widths = new int[8];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      var line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String space = " ".repeat(widths[i] - row.get(i).length());
        boolean number = i == 2 || i == 3 || i == 6;
        line.append(number ? space + row.get(i) : row.get(i) + space).append("  ");
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
  }

  private static List<String> row(OpenSocket s) {
    boolean listens = s.state().equals("LISTEN");
    OpenSocket.Holder holder = s.holder();
    return List.of(
        s.kind().text(),
        s.state(),
        shown(s.rxQueue()),
        shown(listens ? s.backlog() : s.txQueue()),
        harmless(s.local()),
        s.remote() == null ? "-" : s.remote(),
        s.inode() == 0 ? "-" : Long.toString(s.inode()),
        holder == null ? "-" : holder.pid() + " " + harmless(holder.program()));
  }

  private static String shown(@Nullable Long number) {
    return number == null ? "-" : number.toString();
  }

  /** Names of files and programs may hold anything: nothing of it is to move a cursor. */
  private static String harmless(String name) {
    String shown = name.isEmpty() ? "-" : name;
    return shown.chars().noneMatch(Character::isISOControl)
        ? shown
        : shown.replaceAll("\\p{Cntrl}", "?");
  }

  private static String states(KernelView view) {
    return view.states().isEmpty()
        ? "no socket"
        : view.states().entrySet().stream()
            .map(e -> e.getValue() + " " + e.getKey())
            .collect(Collectors.joining(", "));
  }

  private static String memory(KernelView view) {
    Long pages = view.tcpMemoryPages();
    var text = new StringBuilder();
    if (pages != null) {
      text.append("; memory: ").append(pages).append(" pages in the whole machine");
    }
    if (view.timeWaitBytes() > 0) {
      text.append("; TIME_WAIT holds ")
          .append(view.timeWaitBytes())
          .append(view.timeWaitMeasured() ? " octets" : " octets (assumed 256 each)");
    }
    return text.toString();
  }

  private static String counters(Map<String, Long> counters) {
    return counters.entrySet().stream()
        .filter(e -> e.getValue() != 0)
        .map(e -> e.getKey() + " " + e.getValue())
        .collect(Collectors.joining(", "));
  }

  private static String moved(KernelView view, KernelView since) {
    var moved = new LinkedHashMap<String, Long>();
    view.counters()
        .forEach((name, value) -> moved.put(name, value - since.counters().getOrDefault(name, 0L)));
    return counters(moved);
  }

  /** The same as {@code --format json} writes it. */
  static HostSockets document(KernelView view) {
    var queues = new LinkedHashMap<String, KernelSample.AcceptQueue>();
    view.acceptQueues()
        .forEach((port, q) ->
            queues.put(port.toString(), new KernelSample.AcceptQueue(q.length(), q.backlog())));
    return new HostSockets(
        view.at(),
        view.allProcessesSeen(),
        view.states(),
        queues,
        view.tcpMemoryPages(),
        view.timeWaitBytes(),
        view.timeWaitMeasured() ? KernelSample.Basis.MEASURED : KernelSample.Basis.ASSUMED,
        view.counters(),
        view.sockets().stream().map(SocketsText::document).toList());
  }

  private static HostSocket document(OpenSocket s) {
    OpenSocket.Holder holder = s.holder();
    return new HostSocket(
        s.kind().text(),
        s.state(),
        s.local(),
        s.remote(),
        s.txQueue(),
        s.rxQueue(),
        s.backlog(),
        s.inode() == 0 ? null : s.inode(),
        holder == null ? null : holder.pid(),
        holder == null ? null : holder.program());
  }
}
