package dev.synfin.scenario;

import dev.synfin.track.Side;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the network between the ends does to their packets. */
public sealed interface NetworkFault
    permits FaultRule, NetworkFault.Cut, NetworkFault.Limit, NetworkFault.Delay {

  /** The line in the scenario file, from 1. */
  int line();

  /** As a person says it: {@code drop the client's second data segment}. */
  String sentence();

  /**
   * The network is cut: whatever comes is dropped.
   *
   * @param from whose packets; null for both sides'
   * @param after the signal from which on
   * @param until the signal that joins it again; null for never
   */
  record Cut(int line, @Nullable Side from, String after, @Nullable String until)
      implements NetworkFault {
    @Override
    public String sentence() {
      String what = from == null ? "cut the network" : "cut the way from the " + name(from);
      return what + " after «" + after + "»" + (until == null ? "" : " until «" + until + "»");
    }
  }

  /**
   * A slow way: packets wait in a queue.
   *
   * @param from whose packets; null for both sides', each with its own queue
   * @param rate and burst as {@code tc} writes them, such as {@code 32kbit} and {@code 1600}
   */
  record Limit(int line, @Nullable Side from, String rate, String burst) implements NetworkFault {
    @Override
    public String sentence() {
      String whose = from == null ? "each side" : "the " + name(from);
      return "limit " + whose + " to " + rate + ", burst " + burst;
    }
  }

  /** A long way: packets of both sides arrive later by so much. */
  record Delay(int line, Duration by) implements NetworkFault {
    @Override
    public String sentence() {
      return "delay packets by " + Durations.text(by);
    }
  }

  private static String name(Side side) {
    return side == Side.CLIENT ? "client" : "server";
  }
}
