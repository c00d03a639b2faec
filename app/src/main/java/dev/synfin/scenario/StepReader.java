package dev.synfin.scenario;

import dev.synfin.scenario.Step.Direction;
import dev.synfin.scenario.YamlDocument.Tree;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads a program: a list of steps, or one of the echo programs. */
final class StepReader {
  private static final int RECEIVE_SIZE = 1_024;
  private static final String SUFFIX = "...";

  private final Tree tree;

  StepReader(Tree tree) {
    this.tree = tree;
  }

  /** The steps at a pointer, such as {@code /server}; none where there is no such program. */
  List<Step> program(String pointer) throws ScenarioException {
    JsonNode node = tree.json().at(pointer);
    if (node.isMissingNode()) {
      return List.of();
    }
    if (node.isObject()) {
      return node.path("program").asString().equals("echo-server")
          ? echoServer(node, tree.line(pointer))
          : echoClient(node, pointer);
    }
    var steps = new ArrayList<Step>();
    for (int i = 0; i < node.size(); i++) {
      steps.add(step(node.get(i), tree.line(pointer + "/" + i)));
    }
    return steps;
  }

  /** The classic loop for one client. */
  private List<Step> echoServer(JsonNode options, int line) {
    var steps = new ArrayList<Step>();
    steps.add(new Step.Listen(line, options.path("backlog").asInt(5), true, null));
    steps.add(new Step.Accept(line, null));
    steps.add(new Step.EchoUntilEof(line, options.path("reply_suffix").asString(SUFFIX)));
    if (options.has("close_delay")) {
      steps.add(new Step.Sleep(line, Durations.parse(options.get("close_delay").asString())));
    }
    steps.add(new Step.Close(line, false));
    steps.add(new Step.Close(line, true));
    return steps;
  }

  private List<Step> echoClient(JsonNode options, String pointer) throws ScenarioException {
    int line = tree.line(pointer);
    String suffix = options.path("reply_suffix").asString(SUFFIX);
    var steps = new ArrayList<Step>();
    steps.add(new Step.Connect(line, null));
    for (JsonNode message : options.path("messages")) {
      String text = message.asString();
      int octets = text.getBytes(StandardCharsets.UTF_8).length;
      if (octets > RECEIVE_SIZE) {
        throw new ScenarioException(
            tree.file(), line, "a message has " + octets + " octets; an echo takes 1,024 at once.");
      }
      steps.add(new Step.SendAll(line, new Step.Payload(text, 0), null));
      steps.add(new Step.Recv(line, RECEIVE_SIZE, text + suffix, null));
    }
    steps.add(new Step.Close(line, false));
    return steps;
  }

  private Step step(JsonNode node, int line) throws ScenarioException {
    if (node.isString()) {
      return step(node.asString(), JsonNodeFactory.instance.objectNode(), line);
    }
    Map.Entry<String, JsonNode> only = node.properties().iterator().next();
    return step(only.getKey(), only.getValue(), line);
  }

  private Step step(String name, JsonNode value, int line) throws ScenarioException {
    String error = text(value, "error");
    return switch (name) {
      case "listen" ->
          new Step.Listen(
              line,
              value.path("backlog").asInt(5),
              value.path("reuse_address").asBoolean(true),
              error);
      case "accept" -> new Step.Accept(line, error);
      case "connect" -> new Step.Connect(line, error);
      case "send" -> new Step.Send(line, payload(value), error);
      case "sendall" -> new Step.SendAll(line, payload(value), error);
      case "recv" ->
          new Step.Recv(
              line,
              value.isNumber() ? value.asInt() : value.path("size").asInt(RECEIVE_SIZE),
              text(value, "expect"),
              error);
      case "recv_until_eof" -> new Step.RecvUntilEof(line, text(value, "expect"), error);
      case "echo_until_eof" ->
          new Step.EchoUntilEof(line, value.path("reply_suffix").asString(SUFFIX));
      case "setsockopt" -> option(value, line);
      case "settimeout" -> new Step.SetTimeout(line, duration(value, line));
      case "shutdown" ->
          new Step.Shutdown(
              line, Direction.valueOf(value.asString().toUpperCase(Locale.ROOT)), null);
      case "close" -> new Step.Close(line, value.asString("").equals("listener"));
      case "sleep" -> new Step.Sleep(line, duration(value, line));
      case "signal" -> new Step.Signal(line, value.asString());
      case "await" -> new Step.Await(line, value.asString());
      default -> throw new ScenarioException(tree.file(), line, "there is no step " + name + ".");
    };
  }

  private Duration duration(JsonNode value, int line) throws ScenarioException {
    try {
      return Durations.parse(value.asString());
    } catch (IllegalArgumentException e) {
      throw new ScenarioException(tree.file(), line, String.valueOf(e.getMessage()));
    }
  }

  private static Step option(JsonNode value, int line) {
    return value.has("linger")
        ? new Step.SetLinger(line, value.get("linger").asInt())
        : new Step.SetOption(line, value.get("option").asString(), value.get("value").asInt());
  }

  private static Step.Payload payload(JsonNode value) {
    if (value.isObject()) {
      return new Step.Payload(text(value, "text"), value.path("size").asInt(0));
    }
    return new Step.Payload(value.asString(), 0);
  }

  private static @Nullable String text(JsonNode value, String field) {
    return value.has(field) ? value.get(field).asString() : null;
  }
}
