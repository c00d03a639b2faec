package dev.synfin.stage;

import dev.synfin.track.Side;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The agents of a lab, each a process of its own that serves until it is stopped. */
public final class Agents {
  private Agents() {}

  /**
   * Serves as a tap, once it has proved that it can capture.
   *
   * @param once whether to end after the first run
   * @throws IOException if it cannot capture or be met, saying what to do
   */
  public static void tap(Vantage vantage, String iface, Path meeting, boolean once)
      throws IOException {
    var tap = new TapAgent(vantage, iface, meeting);
    serve(tap, tap::prove, meeting, once);
  }

  /**
   * Serves as a tap that sends what it captures to the standard output, until the standard input
   * ends.
   *
   * @param iface an interface, {@code any}, or {@code auto}: the one that is not the loopback
   * @param filter BPF text, or null
   * @param side whose kernel is asked
   * @param ports whose sockets are told of
   */
  public static void stream(String iface, @Nullable String filter, Side side, Set<Integer> ports)
      throws IOException {
    new TapStream(iface, filter, side, ports)
        .serve(System.in, new FileOutputStream(FileDescriptor.out));
  }

  /**
   * Serves as a setup, once the host's routes are set.
   *
   * @param peer the other end's host name; null on the network host
   * @param via the host by way of which it is reached
   */
  public static void setup(
      Host host,
      String iface,
      @Nullable String peer,
      @Nullable String via,
      Path meeting,
      boolean once)
      throws IOException {
    var setup = new SetupAgent(host, List.of(iface));
    serve(setup, () -> setup.prepareHost(peer, via), meeting, once);
  }

  /**
   * Serves as a program.
   *
   * @param peer the host name of the other end
   */
  public static void program(Side side, String peer, Path meeting, boolean once)
      throws IOException {
    new AgentServer(new ProgramAgent(side, new Elsewhere(peer), meeting), meeting).serve(once);
  }

  /** What an agent does before it can be met. */
  private interface Preparation {
    void run() throws IOException;
  }

  private static void serve(Agent agent, Preparation first, Path meeting, boolean once)
      throws IOException {
    try {
      first.run();
    } catch (IOException e) {
      if (once && Files.exists(Meeting.over(meeting))) {
        return; // its host has gone, and nobody needs it any more
      }
      throw e;
    }
    new AgentServer(agent, meeting).serve(once);
  }

  private record Elsewhere(String host) implements ProgramAgent.Peers {
    @Override
    public InetAddress own(boolean six) throws IOException {
      return InetAddress.getByAddress(new byte[six ? 16 : 4]);
    }

    @Override
    public InetAddress peer(boolean six) throws IOException {
      try {
        return Arrays.stream(InetAddress.getAllByName(host))
            .filter(a -> a instanceof Inet6Address == six)
            .findFirst()
            .orElseThrow(() -> new UnknownHostException(host));
      } catch (UnknownHostException e) {
        throw new IOException(
            "The lab's host "
                + host
                + " has no "
                + (six ? "IPv6 " : "")
                + "address: is it on the lab's network?",
            e);
      }
    }
  }
}
