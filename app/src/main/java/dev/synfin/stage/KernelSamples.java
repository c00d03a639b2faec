package dev.synfin.stage;

import dev.synfin.kernel.Kernel;
import dev.synfin.kernel.KernelView;
import dev.synfin.kernel.OpenSocket;
import dev.synfin.timeline.KernelSample;
import dev.synfin.track.Side;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one side's kernel says, with its counters as differences since it was first asked. */
final class KernelSamples {
  /** More than this many sockets are only counted. */
  private static final int MOST_SOCKETS = 64;

  private final Side side;
  private final Kernel kernel = Kernel.ofThisNamespace();
  private final Kernel.Choice.Ports choice;
  private @Nullable Map<String, Long> first;
  private Map<Long, Long> holders = Map.of();

  /**
   * Those of the kernel of the calling thread's network namespace.
   *
   * @param local ports of its own whose sockets are told of
   * @param remote ports of others whose sockets are told of
   */
  KernelSamples(Side side, Set<Integer> local, Set<Integer> remote) {
    this.side = side;
    this.choice = new Kernel.Choice.Ports(local, remote, MOST_SOCKETS);
  }

  /** Asks now. */
  KernelSample now() throws IOException {
    return sample(kernel.view(choice));
  }

  /** Notes which sockets this process holds: later samples tell it. */
  void noteHolders() {
    holders = kernel.heldByThisProcess();
  }

  private KernelSample sample(KernelView view) {
    var base = first == null ? view.counters() : first;
    first = base;
    var moved = new LinkedHashMap<String, Long>();
    view.counters().forEach((name, value) -> moved.put(name, value - base.getOrDefault(name, 0L)));
    var queues = new LinkedHashMap<String, KernelSample.AcceptQueue>();
    view.acceptQueues()
        .forEach((port, q) -> {
          if (choice.local().contains(port)) {
            queues.put(port.toString(), new KernelSample.AcceptQueue(q.length(), q.backlog()));
          }
        });
    return new KernelSample(
        view.at(),
        side,
        view.states(),
        queues,
        view.tcpMemoryPages(),
        view.timeWaitBytes(),
        view.timeWaitMeasured() ? KernelSample.Basis.MEASURED : KernelSample.Basis.ASSUMED,
        moved,
        view.sockets().stream().map(this::socket).toList(),
        view.chosenStates());
  }

  private KernelSample.KernelSocket socket(OpenSocket s) {
    return new KernelSample.KernelSocket(
        s.local(),
        s.remote(),
        s.state(),
        s.txQueue(),
        s.rxQueue(),
        s.inode() == 0 ? null : s.inode(),
        holders.get(s.inode()));
  }
}
