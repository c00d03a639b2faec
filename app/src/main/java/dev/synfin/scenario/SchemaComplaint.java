package dev.synfin.scenario;

import com.networknt.schema.Error;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * What is wrong with a scenario file, in a person's words.
 *
 * <p>A schema that has a {@code description} gives the words for what must stand there.
 *
 * @param pointer to the value that is wrong
 * @param missing whether it is about something that is not there, which often stands there misspelt
 */
record SchemaComplaint(String pointer, String sentence, boolean missing) {
  private static final int LONGEST = 60;
  private static final Pattern QUOTED = Pattern.compile("'([^']*)'");

  /** The words for one error that the validator found with this schema. */
  static SchemaComplaint of(Error error, JsonNode schema) {
    String pointer = error.getInstanceLocation().toString();
    JsonNode rules = rules(error, schema);
    return switch (error.getKeyword()) {
      case "additionalProperties" -> unknown(pointer, property(error), rules);
      case "required" ->
          new SchemaComplaint(pointer, place(pointer) + " needs " + property(error) + ".", true);
      case "propertyNames" -> misnamed(pointer, error, rules, schema);
      default -> wrong(pointer, error, rules);
    };
  }

  /** The part of the schema in which the rule stands that was broken. */
  private static JsonNode rules(Error error, JsonNode schema) {
    String location = error.getSchemaLocation().toString();
    String rule = location.substring(location.indexOf('#') + 1);
    return schema.at(JsonPointer.compile(rule.substring(0, Math.max(0, rule.lastIndexOf('/')))));
  }

  private static SchemaComplaint unknown(String pointer, String name, JsonNode rules) {
    List<String> known = List.copyOf(rules.path("properties").propertyNames());
    return new SchemaComplaint(
        pointer + "/" + name,
        place(pointer)
            + " knows no "
            + name
            + ", only "
            + String.join(", ", known)
            + Nearest.hint(name, known),
        false);
  }

  /** The name that is wrong stands in the validator's message alone. */
  private static SchemaComplaint misnamed(
      String pointer, Error error, JsonNode rules, JsonNode schema) {
    Matcher quoted = QUOTED.matcher(error.getMessage());
    String name = quoted.find() ? quoted.group(1) : "";
    JsonNode names = rules.path("propertyNames");
    if (names.has("$ref")) {
      names = schema.at(names.get("$ref").asString().substring(1));
    }
    List<String> known = values(names);
    String only =
        known.isEmpty()
            ? (must(rules).isEmpty() ? "" : ": it must be " + must(rules))
            : ", only " + String.join(", ", known);
    return new SchemaComplaint(
        pointer + "/" + name,
        place(pointer) + " knows no " + name + only + Nearest.hint(name, known),
        false);
  }

  private static SchemaComplaint wrong(String pointer, Error error, JsonNode rules) {
    String must = must(rules);
    String what = must.isEmpty() ? ": " + error.getMessage() : " must be " + must + seen(error);
    JsonNode instance = error.getInstanceNode();
    String hint =
        instance != null && instance.isString()
            ? Nearest.hint(instance.asString(), values(rules)) + indentation(instance.asString())
            : ".";
    return new SchemaComplaint(pointer, place(pointer) + what + hint, false);
  }

  /** {@code listen - accept}: a step that stands further in belongs to the text above it. */
  private static String indentation(String text) {
    return text.contains(" - ")
        ? " Each step must begin in the same column, below the first one's hyphen."
        : "";
  }

  private static String must(JsonNode rules) {
    if (rules.has("description")) {
      return rules.get("description").asString();
    }
    if (rules.has("minimum")) {
      return "a number from "
          + rules.get("minimum").asString()
          + (rules.has("maximum") ? " to " + rules.get("maximum").asString() : " on");
    }
    if (rules.path("type").asString("").equals("boolean")) {
      return "true or false";
    }
    List<String> values = rules.has("enum") ? values(rules) : List.of();
    return (values.size() > 1 ? "one of " : "") + String.join(", ", values);
  }

  private static List<String> values(JsonNode rules) {
    var values = new ArrayList<String>();
    rules.path("enum").forEach(value -> values.add(value.asString()));
    rules.path("properties").propertyNames().forEach(values::add);
    return values;
  }

  private static String seen(Error error) {
    JsonNode instance = error.getInstanceNode();
    return instance == null || !instance.isValueNode() || instance.isNull()
        ? ""
        : ", not «" + shortened(instance.asString()) + "»";
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  private static String property(Error error) {
    return Objects.requireNonNullElse(error.getProperty(), "");
  }

  /** The last name of a pointer, or {@code step 2 of server}. */
  private static String place(String pointer) {
    if (pointer.isEmpty()) {
      return "A scenario";
    }
    String last = last(pointer);
    if (last.chars().allMatch(Character::isDigit)) {
      String list = last(pointer.substring(0, pointer.lastIndexOf('/')));
      String item = list.equals("server") || list.equals("client") ? "step " : "item ";
      return item + (Integer.parseInt(last) + 1) + " of " + list;
    }
    return last;
  }

  private static String last(String pointer) {
    return pointer.substring(pointer.lastIndexOf('/') + 1);
  }
}
