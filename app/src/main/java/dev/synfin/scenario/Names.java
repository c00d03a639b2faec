package dev.synfin.scenario;

import dev.synfin.scenario.YamlDocument.Tree;
import dev.synfin.socket.Errno;
import dev.synfin.track.Handshake;
import dev.synfin.track.Protocol;
import dev.synfin.track.Retransmission.Cause;
import dev.synfin.track.Side;
import dev.synfin.track.TcpState;
import dev.synfin.track.Teardown;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The names that may stand in an expectation where there is a closed list of them: one that nothing
 * is ever called cannot be met, or, as a number of 0, cannot be missed.
 */
final class Names {
  /** The calls that programs log. */
  static final Set<String> CALLS =
      listed(
          "socket bind listen accept connect connect_ex send sendall sendto recv recvfrom"
              + " getsockname getpeername getsockopt setsockopt setblocking settimeout gettimeout"
              + " fileno makefile poll shutdown close");

  /** Zeek's states of connections. */
  static final Set<String> CONN_STATES =
      listed("S0 S1 SF REJ S2 S3 RSTO RSTR RSTOS0 RSTRH SH SHR OTH");

  static final Set<String> STATES = all(TcpState.values(), TcpState::rfcName);
  static final Set<String> CAUSES = with(lower(Cause.values()), "unknown");
  static final Set<String> ERRORS = with(Errno.names(), Errno.TIMED_OUT.name());

  private static final Map<String, Set<String>> KEYS =
      Map.of(
          "conn_states", CONN_STATES,
          "client_calls", CALLS,
          "server_calls", CALLS,
          "client_results", CALLS,
          "server_results", CALLS);

  private static final Map<String, Set<String>> VALUES = values();

  private Names() {}

  private static Map<String, Set<String>> values() {
    var values = new HashMap<String, Set<String>>();
    values.put("conn_state", CONN_STATES);
    values.put("retransmission_causes", CAUSES);
    values.put("protocol", lower(Protocol.values()));
    values.put("handshake.kind", lower(Handshake.Kind.values()));
    values.put("handshake.completed_by", WireFacts.KINDS);
    values.put("teardown.kind", lower(Teardown.Kind.values()));
    for (String fact : List.of("teardown.initiator", "teardown.by", "teardown.time_wait")) {
      values.put(fact, lower(Side.values()));
    }
    values.put("payload_after_fin.from", lower(Side.values()));
    for (String side : lower(Side.values())) {
      values.put(side + "_states", STATES);
      values.put("final_state." + side, STATES);
      values.put(side + "_errors", ERRORS);
      values.put("retransmission_gaps." + side, Set.of("growing", "steady"));
    }
    return Map.copyOf(values);
  }

  /**
   * Refuses a name that does not exist.
   *
   * @param fact such as {@code client_calls.connect}
   * @param value what is expected of it
   */
  static void check(Tree tree, String fact, String value, int line) throws ScenarioException {
    int dot = fact.indexOf('.');
    String group = dot < 0 ? fact : fact.substring(0, dot);
    require(tree, line, group, fact.substring(dot + 1), KEYS.get(group));
    for (String alternative : value.split("\\|", -1)) {
      if (!alternative.strip().equals("none")) {
        for (String word : alternative.strip().split("\\s+", -1)) {
          require(tree, line, fact, word, VALUES.get(fact));
        }
      }
    }
  }

  private static void require(
      Tree tree, int line, String place, String name, @Nullable Set<String> known)
      throws ScenarioException {
    if (known != null && !known.contains(name)) {
      throw new ScenarioException(
          tree.file(),
          line,
          place
              + " knows no «"
              + name
              + "», only "
              + String.join(", ", known)
              + Nearest.hint(name, known));
    }
  }

  private static Set<String> listed(String names) {
    return new LinkedHashSet<>(List.of(names.split(" ", -1)));
  }

  private static Set<String> lower(Enum<?>[] constants) {
    return all(constants, constant -> constant.name().toLowerCase(Locale.ROOT));
  }

  private static <T> Set<String> all(T[] constants, Function<T, String> name) {
    return Arrays.stream(constants).map(name).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Set<String> with(Set<String> names, String another) {
    var all = new LinkedHashSet<>(names);
    all.add(another);
    return all;
  }
}
