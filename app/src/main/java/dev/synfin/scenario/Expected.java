package dev.synfin.scenario;

import dev.synfin.scenario.YamlDocument.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One thing that a scenario expects.
 *
 * @param fact what it is about, such as {@code teardown.kind}
 * @param value what it must be: a text, a list of them joined by blanks, bounds such as {@code >=
 *     4}, or several of these with {@code |} between them; {@code none} stands for nothing there
 * @param line in the scenario file
 */
record Expected(String fact, String value, int line) {
  private static final Pattern NO_BOUND =
      Pattern.compile("(^|\\|)\\s*([=!~≥≤]|[<>]=?\\s*([^\\d\\s=-]|$))");

  /** As the scenario says it, names with dots. */
  String words() {
    return fact + ": " + value;
  }

  /** Whether what was seen is what is expected. */
  boolean isMetBy(@Nullable String seen) {
    for (String alternative : value.split("\\|", -1)) {
      String one = alternative.strip();
      if (seen == null ? one.equals("none") : one.equals(seen) || Bound.of(one).admits(seen)) {
        return true;
      }
    }
    return false;
  }

  /**
   * What stands under {@code expect}, or in one of its scopes.
   *
   * @param node at this pointer
   * @throws ScenarioException if a name is unknown, or nothing stands behind it
   */
  static List<Expected> read(Tree tree, JsonNode node, String pointer) throws ScenarioException {
    var all = new ArrayList<Expected>();
    for (var field : node.properties()) {
      if (!(pointer.equals("/expect") && Expectations.SCOPES.contains(field.getKey()))) {
        add(tree, field.getValue(), pointer + "/" + field.getKey(), field.getKey(), all);
      }
    }
    return all;
  }

  private static void add(
      Tree tree, JsonNode node, String pointer, String name, List<Expected> into)
      throws ScenarioException {
    if (node.isObject() && !node.isEmpty()) {
      for (var field : node.properties()) {
        String inner = field.getKey();
        add(tree, field.getValue(), pointer + "/" + inner, name + "." + inner, into);
      }
      return;
    }
    int line = tree.line(pointer);
    if (!Facts.isKnown(name)) {
      throw new ScenarioException(
          tree.file(), line, "nothing is known as " + name + Nearest.hint(name, Facts.names()));
    }
    String value = text(node);
    if (value.isEmpty()) {
      throw new ScenarioException(
          tree.file(), line, name + " says nothing that could be expected of it.");
    }
    if (NO_BOUND.matcher(value).find()) {
      throw new ScenarioException(
          tree.file(),
          line,
          name + " cannot be «" + value + "»: a bound begins with >=, <=, > or <.");
    }
    if (cannotFail(value)) {
      throw new ScenarioException(
          tree.file(), line, name + " is always " + value + ": expect what could be otherwise.");
    }
    Names.check(tree, name, value, line);
    into.add(new Expected(name, value, line));
  }

  /** No fact is less than 0. */
  private static boolean cannotFail(String value) {
    for (String alternative : value.split("\\|", -1)) {
      if (Bound.of(alternative).admits("0")
          && Bound.of(alternative).admits("" + Long.MAX_VALUE / 10)) {
        return true;
      }
    }
    return false;
  }

  private static String text(JsonNode node) {
    return node.isArray()
        ? node.valueStream().map(JsonNode::asString).collect(Collectors.joining(" "))
        : node.isNull() || node.isObject() ? "" : node.asString();
  }
}
