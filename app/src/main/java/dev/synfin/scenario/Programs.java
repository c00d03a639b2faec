package dev.synfin.scenario;

import dev.synfin.scenario.Step.Payload;
import dev.synfin.scenario.Step.Use;
import dev.synfin.scenario.YamlDocument.Tree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The lab's programs as steps: what {@code program: echo-server} stands for. */
final class Programs {
  private static final int RECEIVE_SIZE = 1_024;
  private static final String SUFFIX = "...";

  private Programs() {}

  static List<Step> of(Tree tree, String pointer, JsonNode node) throws ScenarioException {
    int line = tree.line(pointer);
    return node.path("program").asString().equals("echo-server")
        ? echoServer(node, line)
        : echoClient(tree, node, line);
  }

  /** The classic loop for one client. */
  private static List<Step> echoServer(JsonNode options, int line) {
    var steps = new ArrayList<Step>();
    steps.add(new Step.Listen(use(line, null), options.path("backlog").asInt(5), true));
    steps.add(new Step.Accept(use(line, null), null));
    steps.add(
        new Step.EchoUntilEof(use(line, null), options.path("reply_suffix").asString(SUFFIX)));
    if (options.has("close_delay")) {
      steps.add(new Step.Sleep(line, Durations.parse(options.get("close_delay").asString())));
    }
    steps.add(new Step.Close(use(line, null)));
    steps.add(new Step.Close(use(line, ProgramSockets.LISTENER)));
    return steps;
  }

  private static List<Step> echoClient(Tree tree, JsonNode options, int line)
      throws ScenarioException {
    String suffix = options.path("reply_suffix").asString(SUFFIX);
    var steps = new ArrayList<Step>();
    steps.add(new Step.Connect(use(line, null)));
    for (JsonNode message : options.path("messages")) {
      String text = message.asString();
      int octets = text.getBytes(StandardCharsets.UTF_8).length;
      if (octets > RECEIVE_SIZE) {
        throw new ScenarioException(
            tree.file(), line, "a message has " + octets + " octets; an echo takes 1,024 at once.");
      }
      steps.add(new Step.SendAll(use(line, null), new Payload(text, 0)));
      steps.add(new Step.Recv(use(line, null), RECEIVE_SIZE, new Payload(text + suffix, 0)));
    }
    steps.add(new Step.Close(use(line, null)));
    return steps;
  }

  private static Use use(int line, @Nullable String socket) {
    return new Use(line, socket, null);
  }
}
