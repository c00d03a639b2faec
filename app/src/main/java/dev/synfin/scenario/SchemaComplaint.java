package dev.synfin.scenario;

import com.networknt.schema.Error;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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

  /** The words for one error that the validator found with this schema. */
  static SchemaComplaint of(Error error, JsonNode schema) {
    String pointer = error.getInstanceLocation().toString();
    JsonNode rules = rules(error, schema);
    return switch (error.getKeyword()) {
      case "additionalProperties" -> unknown(pointer, property(error), rules);
      case "required" ->
          new SchemaComplaint(pointer, place(pointer) + " needs " + property(error) + ".", true);
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

  private static SchemaComplaint wrong(String pointer, Error error, JsonNode rules) {
    String must = must(rules);
    String what = must.isEmpty() ? ": " + error.getMessage() : " must be " + must + seen(error);
    JsonNode instance = error.getInstanceNode();
    String hint =
        instance != null && instance.isString()
            ? Nearest.hint(instance.asString(), values(rules))
            : ".";
    return new SchemaComplaint(pointer, place(pointer) + what + hint, false);
  }

  private static String must(JsonNode rules) {
    if (rules.has("description")) {
      return rules.get("description").asString();
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
        : ", not «" + instance.asString() + "»";
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
