package dev.synfin.scenario;

import dev.synfin.expect.ExpectedTrace;
import dev.synfin.expect.ExpectedTrace.Mode;
import dev.synfin.expect.TraceMatch;
import dev.synfin.scenario.YamlDocument.Tree;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.ScenarioResult.Expectation;
import dev.synfin.timeline.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/**
 * What a timeline must show, as a file of its own: facts under {@code expect}, as in a scenario,
 * and traces.
 *
 * <pre>
 * expect:
 *   connections: 1
 *   conn_state: SF
 * traces:
 *   - connection: 0
 *     follows: |
 *       > S
 *       &lt; S.
 *       > F.
 * </pre>
 */
public final class WireExpectations {
  private static final Map<String, Mode> MODES =
      Map.of("follows", Mode.IN_ORDER, "exactly", Mode.EXACTLY, "contains", Mode.LOOSELY);

  private final Expectations facts;
  private final List<OfOne> traces;

  private WireExpectations(Expectations facts, List<OfOne> traces) {
    this.facts = facts;
    this.traces = traces;
  }

  /** A trace of the connection of this number. */
  private record OfOne(
      int connection, String verb, Mode mode, ExpectedTrace trace, boolean variants, int line) {}

  /**
   * Reads a file.
   *
   * @throws ScenarioException if it cannot be used, naming the line
   * @throws IOException if it cannot be read
   */
  public static WireExpectations read(Path file) throws ScenarioException, IOException {
    Tree tree = YamlDocument.parse(Files.readString(file), file.toString()).with(Map.of());
    for (String name : tree.json().propertyNames()) {
      if (!name.equals("expect") && !name.equals("traces")) {
        throw new ScenarioException(
            tree.file(), tree.line("/" + name), name + " is neither expect nor traces.");
      }
    }
    Expectations facts = Expectations.read(tree);
    var traces = new ArrayList<OfOne>();
    int index = 0;
    for (JsonNode trace : tree.json().path("traces")) {
      traces.add(trace(tree, trace, "/traces/" + index++));
    }
    if (tree.json().path("expect").isEmpty() && traces.isEmpty()) {
      throw new ScenarioException(tree.file(), 1, "nothing is expected: write expect or traces.");
    }
    return new WireExpectations(facts, traces);
  }

  private static OfOne trace(Tree tree, JsonNode node, String pointer) throws ScenarioException {
    int line = tree.line(pointer);
    OfOne found = null;
    for (var field : node.properties()) {
      String name = field.getKey();
      if (MODES.containsKey(name)) {
        try {
          found =
              new OfOne(
                  node.path("connection").asInt(0),
                  (name.equals("exactly") ? "is exactly" : name) + " its trace",
                  Objects.requireNonNull(MODES.get(name)),
                  ExpectedTrace.parse(field.getValue().asString()),
                  node.path("variants").asBoolean(true),
                  line);
        } catch (IllegalArgumentException e) {
          throw new ScenarioException(
              tree.file(),
              line,
              Objects.requireNonNullElse(e.getMessage(), name + " is no trace."));
        }
      } else if (!List.of("connection", "variants").contains(name)) {
        throw new ScenarioException(
            tree.file(),
            line,
            name
                + " is unknown; a trace has connection, variants, and follows, exactly or contains.");
      }
    }
    if (found == null) {
      throw new ScenarioException(tree.file(), line, "a trace needs follows, exactly or contains.");
    }
    return found;
  }

  /** Holds a timeline against them; the first results are whether its captures are complete. */
  public List<Expectation> check(Timeline timeline) {
    var results = new ArrayList<>(facts.check(timeline, Map.of()));
    traces.forEach(trace -> results.add(check(trace, timeline)));
    return results;
  }

  private static Expectation check(OfOne expected, Timeline timeline) {
    String words = "connection " + expected.connection() + " " + expected.verb();
    if (expected.connection() < 0 || expected.connection() >= timeline.connections().size()) {
      return new Expectation(words, "no such connection", false, expected.line());
    }
    Connection connection = timeline.connections().get(expected.connection());
    TraceMatch match = expected.trace().match(connection, expected.mode(), expected.variants());
    return new Expectation(
        words, seen(match), match.matches(), expected.line(), expected.connection());
  }

  private static String seen(TraceMatch match) {
    if (match.matches()) {
      return "it does";
    }
    String where = match.frame() == null ? "at its end" : "at frame " + match.frame();
    return match.expected() == null
        ? "a packet that no line expects, " + where
        : "nothing fits its line " + match.line() + " («" + match.expected() + "»), " + where;
  }
}
