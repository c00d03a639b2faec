package dev.synfin.bench;

import dev.synfin.socket.NetworkNamespace;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Two networks of the benchmark's own, joined by a pair of virtual cards {@code eth0}: one sends,
 * in the other captures run. Nobody else's network is touched, and nothing is left.
 */
final class VethPair implements AutoCloseable {
  static final String IFACE = "eth0";

  private final NetworkNamespace sender;
  private final NetworkNamespace receiver;

  private VethPair(NetworkNamespace sender, NetworkNamespace receiver) {
    this.sender = sender;
    this.receiver = receiver;
  }

  /**
   * Makes them.
   *
   * @throws IOException without the right to, or without {@code ip}
   */
  static VethPair create() throws IOException, InterruptedException {
    NetworkNamespace sender = NetworkNamespace.create();
    var pair = new VethPair(sender, NetworkNamespace.create());
    try {
      pair.join();
      return pair;
    } catch (IOException e) {
      pair.close();
      throw e;
    }
  }

  private void join() throws IOException, InterruptedException {
    inSender(() -> {
      ip("link add " + IFACE + " type veth peer name " + IFACE + " netns " + receiver.path());
      return configure("198.18.0.1/30");
    });
    inReceiver(() -> configure("198.18.0.2/30"));
  }

  /** No IPv6: neighbours' gossip would be counted. */
  private static boolean configure(String address) throws IOException, InterruptedException {
    ip("link set " + IFACE + " addrgenmode none");
    ip("address add " + address + " dev " + IFACE);
    ip("link set " + IFACE + " up");
    return true;
  }

  private static void ip(String arguments) throws IOException, InterruptedException {
    Process tool =
        new ProcessBuilder(("ip " + arguments).split(" ", -1)).redirectErrorStream(true).start();
    var said =
        new String(tool.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    if (tool.waitFor() != 0) {
      throw new IOException("«ip " + arguments + "» failed: " + said.strip());
    }
  }

  /** Does something on a thread in the network that sends. */
  <T> T inSender(Callable<T> deed) throws IOException, InterruptedException {
    return in(sender, deed);
  }

  /** Does something on a thread in the other; processes that it starts are there too. */
  <T> T inReceiver(Callable<T> deed) throws IOException, InterruptedException {
    return in(receiver, deed);
  }

  private static <T> T in(NetworkNamespace namespace, Callable<T> deed)
      throws IOException, InterruptedException {
    var task =
        new FutureTask<T>(() -> {
          namespace.enter();
          return deed.call();
        });
    Thread.ofPlatform().name("in a network of its own").daemon().start(task);
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    sender.close();
    receiver.close();
  }
}
