package dev.synfin.stage;

import dev.synfin.scenario.NetworkFault.Limit;
import dev.synfin.track.Side;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Slow and long ways between the ends, as queues ({@code tc}) of the host between them: each side's
 * packets of the scenario's port have a queue of their own, whatever else passes has none.
 */
final class Shaping {
  private static final Pattern HELD_BACK = Pattern.compile("(?s)tbf.*?overlimits (\\d+)");
  private static final Pattern PASSED = Pattern.compile("(?s)netem.*?Sent \\d+ bytes (\\d+) pkt");

  private final List<String> interfaces;
  private final int port;
  private final Set<String> shaped = new LinkedHashSet<>();

  Shaping(List<String> interfaces, int port) {
    this.interfaces = interfaces;
    this.port = port;
  }

  void limit(Limit limit) throws IOException {
    String[] queue = {"tbf", "rate", limit.rate(), "burst", limit.burst(), "limit", "1000000"};
    shape(limit.from(), queue);
  }

  /**
   * Lets packets wait.
   *
   * @throws ImpossibleException if this kernel cannot
   */
  void delay(Duration by) throws IOException {
    try {
      shape(null, "netem", "delay", by.toNanos() / 1_000 + "us", "limit", "100000");
    } catch (IOException e) {
      throw new ImpossibleException(
          "it delays packets, and this kernel has no sch_netem, which does that", e);
    }
  }

  /** Class 1 is the client's packets, class 2 the server's; whatever else passes is in none. */
  private void shape(@Nullable Side from, String... queue) throws IOException {
    for (String iface : interfaces) {
      if (!shaped.contains(iface)) {
        tc("qdisc add dev " + iface + " root handle 1: htb");
        shaped.add(iface); // from now on there is something to remove, whatever fails
        direct(iface, "dport", 1);
        direct(iface, "sport", 2);
      }
      for (Side side : Side.values()) {
        if (from == null || from == side) {
          int number = side == Side.CLIENT ? 1 : 2;
          tc(
              "qdisc add dev "
                  + iface
                  + " parent 1:"
                  + number
                  + " handle "
                  + (number + 9)
                  + ": "
                  + String.join(" ", queue));
        }
      }
    }
  }

  /** A class that is as fast as the host, and what is directed to it. */
  private void direct(String iface, String which, int number) throws IOException {
    tc(
        "class add dev "
            + iface
            + " parent 1: classid 1:"
            + number
            + " htb rate 10gbit quantum 60000");
    tc(
        "filter add dev "
            + iface
            + " parent 1: protocol ip u32 match ip "
            + which
            + " "
            + port
            + " 0xffff flowid 1:"
            + number);
  }

  /** How often a packet had to wait. */
  long heldBack() throws IOException {
    return sum(HELD_BACK);
  }

  /** How many packets were delayed. */
  long passed() throws IOException {
    return sum(PASSED);
  }

  private long sum(Pattern pattern) throws IOException {
    long sum = 0;
    for (String iface : interfaces) {
      for (String queue : tc("-s qdisc show dev " + iface).split("(?=qdisc )", -1)) {
        Matcher matcher = pattern.matcher(queue);
        sum += matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
      }
    }
    return sum;
  }

  void remove() throws IOException {
    for (String iface : shaped) {
      tc("qdisc del dev " + iface + " root");
    }
    shaped.clear();
  }

  private static String tc(String arguments) throws IOException {
    return HostCommand.run(List.of(("tc " + arguments).split(" ")));
  }
}
