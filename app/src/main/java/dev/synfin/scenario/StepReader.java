package dev.synfin.scenario;

import dev.synfin.scenario.Step.Payload;
import dev.synfin.scenario.Step.Use;
import dev.synfin.scenario.YamlDocument.Tree;
import dev.synfin.socket.Family;
import dev.synfin.socket.How;
import dev.synfin.socket.Kind;
import dev.synfin.socket.Option;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
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
    return node.isObject() ? Programs.of(tree, pointer, node) : steps(node, pointer);
  }

  private List<Step> steps(JsonNode list, String pointer) throws ScenarioException {
    var steps = new ArrayList<Step>();
    for (int i = 0; i < list.size(); i++) {
      steps.add(step(list.get(i), pointer + "/" + i));
    }
    return steps;
  }

  private Step step(JsonNode node, String pointer) throws ScenarioException {
    int line = tree.line(pointer);
    if (node.isString()) {
      return step(node.asString(), JsonNodeFactory.instance.objectNode(), pointer, line);
    }
    Map.Entry<String, JsonNode> only = node.properties().iterator().next();
    String inner = pointer + "/" + only.getKey();
    return step(only.getKey(), only.getValue(), inner, line);
  }

  private Step step(String name, JsonNode value, String pointer, int line)
      throws ScenarioException {
    return switch (name) {
      case "sleep" -> new Step.Sleep(line, duration(value.asString(), line));
      case "signal" -> new Step.Signal(line, value.asString());
      case "await" -> new Step.Await(line, value.asString());
      case "gather" -> new Step.Gather(line);
      case "killed" -> new Step.Killed(line);
      case "repeat" -> new Step.Repeat(line, times(value), inner(value, pointer));
      case "parallel" -> new Step.Parallel(line, times(value), inner(value, pointer));
      case "serve" -> new Step.Serve(line, times(value), inner(value, pointer));
      default -> opening(name, value, new Use(line, text(value, "on"), error(value)));
    };
  }

  private static int times(JsonNode value) {
    return value.path("times").asInt();
  }

  private List<Step> inner(JsonNode value, String pointer) throws ScenarioException {
    return steps(value.path("steps"), pointer + "/steps");
  }

  private Step opening(String name, JsonNode value, Use use) throws ScenarioException {
    String as = text(value, "as");
    Use named = as == null ? use : new Use(use.line(), as, use.error());
    return switch (name) {
      case "socket" -> new Step.Open(named, family(value), kind(value));
      case "bind" ->
          new Step.Bind(use, value.has("port") ? Integer.valueOf(value.get("port").asInt()) : null);
      case "listen" ->
          new Step.Listen(
              named, value.path("backlog").asInt(5), value.path("reuse_address").asBoolean(true));
      case "accept" -> new Step.Accept(use, as);
      case "connect" -> new Step.Connect(named);
      case "connect_ex" -> new Step.ConnectEx(named, text(value, "expect"));
      case "close" -> new Step.Close(value.isString() ? on(use, value.asString()) : use);
      case "shutdown" ->
          new Step.Shutdown(
              use,
              How.valueOf(
                  (value.isString() ? value : value.path("how"))
                      .asString()
                      .toUpperCase(Locale.ROOT)));
      default -> transfer(name, value, use);
    };
  }

  private Step transfer(String name, JsonNode value, Use use) throws ScenarioException {
    return switch (name) {
      case "send" -> new Step.Send(use, payload(value), text(value, "expect"));
      case "sendall" -> new Step.SendAll(use, payload(value));
      case "sendto" -> new Step.SendTo(use, payload(value));
      case "recv" -> new Step.Recv(use, size(value), expected(value));
      case "recvfrom" -> new Step.RecvFrom(use, size(value), expected(value));
      case "recv_until_eof" -> new Step.RecvUntilEof(use, size(value), expected(value));
      case "echo_until_eof" ->
          new Step.EchoUntilEof(use, value.path("reply_suffix").asString(SUFFIX));
      case "makefile" -> new Step.MakeFile(use);
      case "readline" -> new Step.ReadLine(use, text(value, "expect"));
      case "poll" ->
          new Step.Poll(
              use, (value.isString() ? value : value.path("for")).asString().equals("writable"));
      default -> asking(name, value, use);
    };
  }

  private Step asking(String name, JsonNode value, Use use) throws ScenarioException {
    return switch (name) {
      case "getsockname" -> new Step.GetName(use, false, text(value, "expect"));
      case "getpeername" -> new Step.GetName(use, true, text(value, "expect"));
      case "getsockopt" -> new Step.GetOption(use, option(value, use), text(value, "expect"));
      case "setsockopt" -> setOption(value, use);
      case "setblocking" ->
          new Step.SetBlocking(
              use, (value.isObject() ? value.path("blocking") : value).asBoolean(true));
      case "settimeout" -> new Step.SetTimeout(use, timeout(value, use));
      case "gettimeout" -> new Step.GetTimeout(use, text(value, "expect"));
      case "fileno" -> new Step.FileNo(use, text(value, "expect"));
      default ->
          throw new ScenarioException(tree.file(), use.line(), "there is no step " + name + ".");
    };
  }

  private Step setOption(JsonNode value, Use use) throws ScenarioException {
    return value.has("linger")
        ? new Step.SetOption(use, Option.LINGER, value.get("linger").asInt())
        : new Step.SetOption(use, option(value, use), value.path("value").asInt());
  }

  private Option option(JsonNode value, Use use) throws ScenarioException {
    String name = (value.isString() ? value : value.path("option")).asString();
    for (Option option : Option.values()) {
      if (option.cName().equals(name)) {
        return option;
      }
    }
    List<String> known = Arrays.stream(Option.values()).map(Option::cName).toList();
    throw new ScenarioException(
        tree.file(), use.line(), "there is no socket option " + name + Nearest.hint(name, known));
  }

  private @Nullable Duration timeout(JsonNode value, Use use) throws ScenarioException {
    String text = (value.isObject() ? value.path("limit") : value).asString();
    return text.equals("none") ? null : duration(text, use.line());
  }

  private Duration duration(String text, int line) throws ScenarioException {
    try {
      return Durations.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ScenarioException(tree.file(), line, String.valueOf(e.getMessage()));
    }
  }

  private static @Nullable Family family(JsonNode value) {
    String family = text(value, "family");
    return family == null ? null : Family.valueOf(family.toUpperCase(Locale.ROOT));
  }

  private static Kind kind(JsonNode value) {
    return Kind.valueOf(value.path("kind").asString("stream").toUpperCase(Locale.ROOT));
  }

  private static int size(JsonNode value) {
    return value.isNumber() ? value.asInt() : value.path("size").asInt(RECEIVE_SIZE);
  }

  private static @Nullable Payload expected(JsonNode value) {
    if (value.has("expect_size")) {
      return new Payload(null, value.get("expect_size").asInt());
    }
    return value.has("expect") ? new Payload(value.get("expect").asString(), 0) : null;
  }

  private static Payload payload(JsonNode value) {
    if (value.isObject()) {
      return new Payload(text(value, "text"), value.path("size").asInt(0));
    }
    return new Payload(value.asString(), 0);
  }

  private static Use on(Use use, String socket) {
    return new Use(use.line(), socket, use.error());
  }

  /** A variant may say that this time there is none. */
  private static @Nullable String error(JsonNode value) {
    String error = text(value, "error");
    return error == null || error.equals("none") ? null : error;
  }

  private static @Nullable String text(JsonNode value, String field) {
    return value.has(field) ? value.get(field).asString() : null;
  }
}
