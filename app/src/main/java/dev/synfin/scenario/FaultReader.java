package dev.synfin.scenario;

import dev.synfin.scenario.FaultRule.Segment;
import dev.synfin.scenario.YamlDocument.Tree;
import dev.synfin.socket.Family;
import dev.synfin.socket.Kind;
import dev.synfin.track.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what the network does. */
final class FaultReader {
  private FaultReader() {}

  static List<NetworkFault> faults(Tree tree) throws ScenarioException {
    var faults = new ArrayList<NetworkFault>();
    JsonNode list = tree.json().path("faults");
    for (int i = 0; i < list.size(); i++) {
      int line = tree.line("/faults/" + i);
      for (Map.Entry<String, JsonNode> fault : list.get(i).properties()) {
        faults.add(fault(tree, fault.getKey(), fault.getValue(), line));
      }
    }
    return faults;
  }

  /**
   * Refuses faults that would pass their packets by: they are rules for TCP over IPv4.
   *
   * @param family the scenario's own
   */
  static void requireTcpOverIpv4(
      String file, List<NetworkFault> faults, Family family, List<Step> steps)
      throws ScenarioException {
    String other = faults.isEmpty() ? null : otherThanTcpOverIpv4(family, steps);
    if (other != null) {
      throw new ScenarioException(
          file,
          faults.getFirst().line(),
          "faults are made for TCP over IPv4, and "
              + other
              + " would pass them by: leave the faults or these sockets out.");
    }
  }

  private static @Nullable String otherThanTcpOverIpv4(Family family, List<Step> steps) {
    if (family != Family.INET) {
      return words(family);
    }
    for (Step step : steps) {
      String other =
          switch (step) {
            case Step.Open open when open.kind() == Kind.DATAGRAM -> "UDP";
            case Step.Open open when open.family() != null && open.family() != Family.INET ->
                words(open.family());
            case Step.Several several -> otherThanTcpOverIpv4(family, several.steps());
            default -> null;
          };
      if (other != null) {
        return other;
      }
    }
    return null;
  }

  private static String words(Family family) {
    return family == Family.UNIX ? "a Unix socket" : "IPv6";
  }

  private static NetworkFault fault(Tree tree, String name, JsonNode value, int line)
      throws ScenarioException {
    return switch (name) {
      case "cut" ->
          new NetworkFault.Cut(
              line, side(value), value.path("after").asString(), text(value, "until"));
      case "limit" ->
          new NetworkFault.Limit(
              line, side(value), value.path("rate").asString(), value.path("burst").asString());
      case "delay" -> new NetworkFault.Delay(line, Durations.parse(value.asString()));
      default -> rule(tree, name.equals("reject"), value, line);
    };
  }

  private static NetworkFault rule(Tree tree, boolean reject, JsonNode value, int line)
      throws ScenarioException {
    Side from = side(value);
    if (from == null) {
      throw new ScenarioException(tree.file(), line, "one side's segments must be meant.");
    }
    boolean all = value.path("count").asString("").equals("all");
    return new FaultRule(
        line,
        reject,
        from,
        Segment.valueOf(
            value.path("segment").asString().toUpperCase(Locale.ROOT).replace('-', '_')),
        value.path("nth").asInt(1),
        all ? FaultRule.ALL : value.path("count").asInt(1));
  }

  private static @Nullable Side side(JsonNode value) {
    String from = value.path("from").asString("both");
    return from.equals("both") ? null : Side.valueOf(from.toUpperCase(Locale.ROOT));
  }

  private static @Nullable String text(JsonNode value, String field) {
    return value.has(field) ? value.get(field).asString() : null;
  }
}
