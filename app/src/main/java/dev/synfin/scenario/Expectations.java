package dev.synfin.scenario;

import dev.synfin.scenario.YamlDocument.Tree;
import dev.synfin.timeline.Capture;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.ScenarioResult.Expectation;
import dev.synfin.timeline.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a scenario's timeline must show.
 *
 * <p>Each is a fact of a connection (or of the whole timeline), held against every connection. One
 * that could not have failed, because nothing was captured or the capture has gaps, is not met.
 */
public final class Expectations {
  private final List<Expected> whole;
  private final List<Expected> ofEachConnection;
  private final Map<String, List<Expected>> atVantage;

  /** A fact's name, what it must be, and where that stands. */
  record Expected(String fact, String value, int line) {
    String words() {
      return fact + ": " + value;
    }

    boolean isMetBy(@Nullable String seen) {
      if (seen == null) {
        return value.equals("none");
      }
      for (String alternative : value.split("\\|", -1)) {
        if (alternative.strip().equals(seen) || Bound.of(alternative).admits(seen)) {
          return true;
        }
      }
      return false;
    }
  }

  private Expectations(
      List<Expected> whole,
      List<Expected> ofEachConnection,
      Map<String, List<Expected>> atVantage) {
    this.whole = whole;
    this.ofEachConnection = ofEachConnection;
    this.atVantage = atVantage;
  }

  static Expectations read(Tree tree) throws ScenarioException {
    var whole = new ArrayList<Expected>();
    var each = new ArrayList<Expected>();
    for (Expected expected : flatten(tree, "/expect", "")) {
      if (expected.fact().startsWith("at.")) {
        continue;
      }
      if (Facts.isOfTheWhole(expected.fact())) {
        whole.add(expected);
      } else if (Facts.isOfAConnection(expected.fact())) {
        each.add(expected);
      } else {
        throw new ScenarioException(
            tree.file(), expected.line(), "nothing is known as " + expected.fact() + ".");
      }
    }
    var vantages = new java.util.TreeMap<String, List<Expected>>();
    for (String vantage : tree.json().at("/expect/at").propertyNames()) {
      vantages.put(vantage, flatten(tree, "/expect/at/" + vantage, ""));
    }
    return new Expectations(whole, each, vantages);
  }

  /** Nested maps become names with dots, a list one text. */
  private static List<Expected> flatten(Tree tree, String pointer, String name) {
    var flat = new ArrayList<Expected>();
    JsonNode node = tree.json().at(pointer);
    if (node.isObject()) {
      node.forEachEntry((key, value) ->
          flat.addAll(flatten(tree, pointer + "/" + key, name.isEmpty() ? key : name + "." + key)));
    } else if (!node.isMissingNode()) {
      flat.add(new Expected(name, text(node), tree.line(pointer)));
    }
    return flat;
  }

  private static String text(JsonNode node) {
    return node.isArray()
        ? node.valueStream().map(JsonNode::asString).collect(Collectors.joining(" "))
        : node.asString();
  }

  /**
   * Holds a run against them.
   *
   * @param timeline of the run, merged where there were several taps
   * @param byVantage the timeline of each tap alone, by its vantage's name
   */
  public List<Expectation> check(Timeline timeline, Map<String, Timeline> byVantage) {
    var results = new ArrayList<Expectation>();
    results.addAll(proven(timeline));
    for (Expected expected : whole) {
      results.add(result(expected, Facts.ofTheWhole(expected.fact(), timeline), null));
    }
    results.addAll(ofConnections(ofEachConnection, timeline));
    atVantage.forEach((vantage, some) -> results.addAll(at(vantage, some, byVantage)));
    return results;
  }

  /** Whatever is concluded from a capture with gaps may be wrong. */
  private static List<Expectation> proven(Timeline timeline) {
    var results = new ArrayList<Expectation>();
    for (Capture capture : timeline.captures()) {
      boolean complete = Boolean.TRUE.equals(capture.complete());
      results.add(
          new Expectation(
              "capture " + capture.id() + ": complete",
              complete ? "complete" : Objects.requireNonNullElse(capture.reason(), "not proven"),
              complete,
              null));
    }
    if (results.isEmpty()) {
      results.add(new Expectation("a capture", null, false, null));
    }
    return results;
  }

  private static List<Expectation> ofConnections(List<Expected> expected, Timeline timeline) {
    var results = new ArrayList<Expectation>();
    for (Expected one : expected) {
      int index = 0;
      for (Connection connection : timeline.connections()) {
        results.add(result(one, Facts.ofAConnection(one.fact(), connection), index++));
      }
      if (index == 0) {
        results.add(new Expectation(one.words(), "no connection", false, one.line()));
      }
    }
    return results;
  }

  private static List<Expectation> at(
      String vantage, List<Expected> expected, Map<String, Timeline> byVantage) {
    Timeline timeline = byVantage.get(vantage);
    if (timeline == null) {
      return List.of(
          new Expectation("at " + vantage, "no tap there", false, expected.getFirst().line()));
    }
    var results = new ArrayList<Expectation>();
    for (Expected one : expected) {
      if (Facts.isOfTheWhole(one.fact())) {
        results.add(result(one, Facts.ofTheWhole(one.fact(), timeline), null));
      } else {
        results.addAll(ofConnections(List.of(one), timeline));
      }
    }
    return results;
  }

  private static Expectation result(
      Expected expected, @Nullable String seen, @Nullable Integer connection) {
    return new Expectation(
        expected.words(), seen, expected.isMetBy(seen), expected.line(), connection);
  }
}
