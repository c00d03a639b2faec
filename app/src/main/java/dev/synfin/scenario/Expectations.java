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
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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
  /** What stands under {@code expect} and is no fact: it says of what the facts in it are. */
  static final Set<String> SCOPES = Set.of("at", "nth", "any");

  private static final String LOOPBACK = "loopback";

  private final List<Expected> whole;
  private final List<Expected> ofEachConnection;
  private final Map<String, List<Expected>> atVantage;
  private final Map<Integer, List<Expected>> ofTheNth;
  private final List<Expected> ofAny;

  private Expectations(
      List<Expected> whole,
      List<Expected> ofEachConnection,
      Map<String, List<Expected>> atVantage,
      Map<Integer, List<Expected>> ofTheNth,
      List<Expected> ofAny) {
    this.whole = whole;
    this.ofEachConnection = ofEachConnection;
    this.atVantage = atVantage;
    this.ofTheNth = ofTheNth;
    this.ofAny = ofAny;
  }

  static Expectations read(Tree tree) throws ScenarioException {
    JsonNode expect = tree.json().path("expect");
    var whole = new ArrayList<Expected>();
    var each = new ArrayList<Expected>();
    for (Expected expected : Expected.read(tree, expect, "/expect")) {
      (Facts.isOfTheWhole(expected.fact()) ? whole : each).add(expected);
    }
    var vantages = new TreeMap<String, List<Expected>>();
    for (var at : expect.path("at").properties()) {
      String vantage = at.getKey();
      vantages.put(vantage, ofATap(tree, at.getValue(), "/expect/at/" + vantage));
    }
    var nth = new TreeMap<Integer, List<Expected>>();
    for (var one : expect.path("nth").properties()) {
      String pointer = "/expect/nth/" + one.getKey();
      nth.put(Integer.valueOf(one.getKey()), ofAConnection(tree, one.getValue(), pointer));
    }
    List<Expected> any = ofAConnection(tree, expect.path("any"), "/expect/any");
    return new Expectations(whole, each, vantages, nth, any);
  }

  private static List<Expected> ofATap(Tree tree, JsonNode node, String pointer)
      throws ScenarioException {
    List<Expected> all = Expected.read(tree, node, pointer);
    for (Expected expected : all) {
      if (WholeFacts.needsTheRun(expected.fact())) {
        throw new ScenarioException(
            tree.file(),
            expected.line(),
            expected.fact() + " is known of the whole run only, not of what one tap saw.");
      }
    }
    return all;
  }

  private static List<Expected> ofAConnection(Tree tree, JsonNode node, String pointer)
      throws ScenarioException {
    List<Expected> all = Expected.read(tree, node, pointer);
    for (Expected expected : all) {
      if (Facts.isOfTheWhole(expected.fact())) {
        throw new ScenarioException(
            tree.file(), expected.line(), expected.fact() + " is no fact of one connection.");
      }
    }
    return all;
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
    ofTheNth.forEach((nth, some) -> results.addAll(ofOne(nth, some, timeline)));
    if (!ofAny.isEmpty()) {
      results.add(ofAny(timeline));
    }
    atVantage.forEach((vantage, some) -> results.addAll(at(vantage, some, timeline, byVantage)));
    return results;
  }

  /**
   * Why a run says nothing about what is expected of it, if it does not: a capture is not proven
   * complete, or there is no connection that could have met anything.
   *
   * @param timeline as {@link #check} takes it
   */
  public Optional<String> obstacle(Timeline timeline) {
    if (!proven(timeline).stream().allMatch(Expectation::ok)) {
      return Optional.of("what is missing in a capture may be what was expected");
    }
    boolean ofSome = !(ofEachConnection.isEmpty() && ofTheNth.isEmpty() && ofAny.isEmpty());
    return timeline.connections().isEmpty() && ofSome
        ? Optional.of("no connection was captured that could have met what is expected")
        : Optional.empty();
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

  /** Of the connection with this number, from 1, in order of their first frames. */
  private static List<Expectation> ofOne(int nth, List<Expected> expected, Timeline timeline) {
    var results = new ArrayList<Expectation>();
    for (Expected one : expected) {
      boolean there = nth <= timeline.connections().size();
      String seen =
          there
              ? Facts.ofAConnection(one.fact(), timeline.connections().get(nth - 1))
              : "no connection";
      results.add(
          new Expectation(
              "connection " + nth + ", " + one.words(),
              seen,
              there && one.isMetBy(seen),
              one.line(),
              there ? nth - 1 : null));
    }
    return results;
  }

  /** At least one connection must meet all of it. */
  private Expectation ofAny(Timeline timeline) {
    String words = ofAny.stream().map(Expected::words).collect(Collectors.joining(", "));
    int line = ofAny.getFirst().line();
    int index = 0;
    for (Connection connection : timeline.connections()) {
      if (ofAny.stream().allMatch(e -> e.isMetBy(Facts.ofAConnection(e.fact(), connection)))) {
        return new Expectation("any connection, " + words, "connection " + (index + 1), true, line);
      }
      index++;
    }
    return new Expectation("any connection, " + words, "none of " + index, false, line);
  }

  private static List<Expectation> at(
      String vantage, List<Expected> expected, Timeline merged, Map<String, Timeline> byVantage) {
    Timeline timeline = seenFrom(vantage, merged, byVantage);
    if (timeline == null) {
      return expected.stream()
          .map(one ->
              new Expectation("at " + vantage + ", " + one.words(), "no tap", false, one.line()))
          .toList();
    }
    var results = new ArrayList<Expectation>();
    for (Expected one : expected) {
      var some =
          Facts.isOfTheWhole(one.fact())
              ? List.of(result(one, Facts.ofTheWhole(one.fact(), timeline), null))
              : ofConnections(List.of(one), timeline);
      some.forEach(e ->
          results.add(
              new Expectation(
                  "at " + vantage + ", " + e.expected(),
                  e.seen(),
                  e.ok(),
                  e.line(),
                  e.connection())));
    }
    return results;
  }

  /**
   * What this vantage's tap saw. On loopback one tap stands for all of them, as long as nothing is
   * dropped between the ends.
   */
  private static @Nullable Timeline seenFrom(
      String vantage, Timeline merged, Map<String, Timeline> byVantage) {
    Timeline own = byVantage.get(vantage);
    return own == null && merged.faults().isEmpty() ? byVantage.get(LOOPBACK) : own;
  }

  private static Expectation result(
      Expected expected, @Nullable String seen, @Nullable Integer connection) {
    return new Expectation(
        expected.words(), seen, expected.isMetBy(seen), expected.line(), connection);
  }
}
