package dev.synfin.scenario;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A YAML text as a JSON tree, that knows on which line each value stands. */
final class YamlDocument {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z][A-Za-z0-9_-]*)\\}");
  private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]{0,17})");
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final String file;
  private final Node root;

  private YamlDocument(String file, Node root) {
    this.file = file;
    this.root = root;
  }

  /** A JSON tree, and the line of each value by its JSON pointer. */
  record Tree(String file, JsonNode json, Map<String, Integer> lines) {
    /** The line of the value at a pointer, or of the nearest that encloses it. */
    int line(String pointer) {
      String at = pointer;
      while (!lines.containsKey(at) && !at.isEmpty()) {
        at = at.substring(0, Math.max(0, at.lastIndexOf('/')));
      }
      return Objects.requireNonNullElse(lines.get(at), 1);
    }
  }

  static YamlDocument parse(String text, String file) throws ScenarioException {
    var settings = LoadSettings.builder().setLabel(file).build();
    try {
      Node root =
          new Compose(settings)
              .composeString(text)
              .orElseThrow(() -> new ScenarioException(file, 1, "the file is empty."));
      return new YamlDocument(file, root);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      throw new ScenarioException(
          file,
          line,
          "this is not YAML: " + e.getProblem().replaceAll("\\.+$", "") + "." + remedy(e));
    } catch (YamlEngineException e) {
      throw new ScenarioException(file, 1, "this is not YAML: " + e.getMessage() + ".");
    }
  }

  /** For the mistakes that are made most. */
  private static String remedy(MarkedYamlEngineException e) {
    String problem = Objects.requireNonNullElse(e.getProblem(), "");
    if (problem.contains("mapping values are not allowed")) {
      return " A text with a colon in it must stand in quotes.";
    }
    if (problem.contains("expected <block end>")) {
      return " Is a quote above not closed, or a line not in the same column as its neighbours?";
    }
    boolean quoted = Objects.requireNonNullElse(e.getContext(), "").contains("quoted scalar");
    return quoted && e.getContextMark().isPresent()
        ? " The quote that line "
            + (e.getContextMark().get().getLine() + 1)
            + " opens is not closed."
        : "";
  }

  /**
   * The tree with each <code>${name}</code> replaced.
   *
   * @throws ScenarioException if a variable has no value
   */
  Tree with(Map<String, String> variables) throws ScenarioException {
    var lines = new HashMap<String, Integer>();
    return new Tree(file, convert(root, "", variables, lines), lines);
  }

  private JsonNode convert(
      Node node, String pointer, Map<String, String> variables, Map<String, Integer> lines)
      throws ScenarioException {
    int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    lines.put(pointer, line);
    if (node.isRecursive()) {
      throw new ScenarioException(file, line, "what stands here contains itself.");
    }
    return switch (node) {
      case ScalarNode scalar -> scalar(scalar, line, variables);
      case SequenceNode sequence -> sequence(sequence, pointer, variables, lines);
      case MappingNode mapping -> mapping(mapping, pointer, variables, lines);
      default -> throw new ScenarioException(file, line, "anchors and aliases are not known here.");
    };
  }

  private JsonNode sequence(
      SequenceNode sequence,
      String pointer,
      Map<String, String> variables,
      Map<String, Integer> lines)
      throws ScenarioException {
    var array = NODES.arrayNode();
    int index = 0;
    for (Node element : sequence.getValue()) {
      array.add(convert(element, pointer + "/" + index++, variables, lines));
    }
    return array;
  }

  private JsonNode mapping(
      MappingNode mapping,
      String pointer,
      Map<String, String> variables,
      Map<String, Integer> lines)
      throws ScenarioException {
    var object = NODES.objectNode();
    for (NodeTuple tuple : mapping.getValue()) {
      String key = ((ScalarNode) tuple.getKeyNode()).getValue();
      String at = pointer + "/" + key;
      int line = tuple.getKeyNode().getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
      if (object.has(key)) {
        throw new ScenarioException(file, line, key + " stands here a second time.");
      }
      object.set(key, convert(tuple.getValueNode(), at, variables, lines));
      lines.put(at, line);
    }
    return object;
  }

  private JsonNode scalar(ScalarNode scalar, int line, Map<String, String> variables)
      throws ScenarioException {
    String text = scalar.getValue();
    Matcher matcher = VARIABLE.matcher(text);
    if (matcher.find()) {
      return typed(substituted(matcher, line, variables));
    }
    if (scalar.getTag().equals(Tag.NULL)) {
      return NODES.nullNode();
    }
    if (scalar.getTag().equals(Tag.BOOL)) {
      return NODES.booleanNode(Boolean.parseBoolean(text));
    }
    return scalar.getTag().equals(Tag.INT) ? typed(text) : NODES.stringNode(text);
  }

  private String substituted(Matcher matcher, int line, Map<String, String> variables)
      throws ScenarioException {
    var text = new StringBuilder();
    do {
      String value = variables.get(matcher.group(1));
      if (value == null) {
        throw new ScenarioException(
            file, line, "the variable " + matcher.group(1) + " has no value under variables.");
      }
      matcher.appendReplacement(text, Matcher.quoteReplacement(value));
    } while (matcher.find());
    return matcher.appendTail(text).toString();
  }

  private static JsonNode typed(String text) {
    if (text.equals("true") || text.equals("false")) {
      return NODES.booleanNode(text.equals("true"));
    }
    return NUMBER.matcher(text).matches()
        ? NODES.numberNode(new BigInteger(text).longValueExact())
        : NODES.stringNode(text);
  }
}
