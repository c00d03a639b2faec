package dev.synfin.scenario;

import dev.synfin.scenario.Scenario.StageKind;
import dev.synfin.scenario.YamlDocument.Tree;
import dev.synfin.socket.Family;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Turns a scenario's text into a {@link Scenario}, with one variant's values put in. */
final class ScenarioReader {
  private static final int PORT = 8080;

  private final String file;
  private final YamlDocument document;

  ScenarioReader(String text, String file) throws ScenarioException {
    this.file = file;
    this.document = YamlDocument.parse(text, file);
  }

  /** The same text without a variant's values: what {@code synfin scenarios} lists. */
  Scenario outline() throws ScenarioException {
    JsonNode bare = bare();
    List<String> variants = names(bare.path("variants"));
    return read(variants.isEmpty() ? null : variants.getFirst(), true);
  }

  /**
   * Reads it.
   *
   * @param variant one of the file's, or null: then the first, if there are any
   * @param validate whether to hold it against the schema
   */
  Scenario read(@Nullable String variant, boolean validate) throws ScenarioException {
    JsonNode bare = bare();
    List<String> variants = names(bare.path("variants"));
    String chosen = variant == null && !variants.isEmpty() ? variants.getFirst() : variant;
    if (chosen != null && !variants.contains(chosen)) {
      throw new UnknownScenarioException(
          file
              + " has no variant "
              + chosen
              + (variants.isEmpty() ? "." : "; it has: " + String.join(", ", variants) + "."));
    }
    JsonNode values =
        chosen == null ? JsonNodeFactory.instance.objectNode() : bare.path("variants").path(chosen);
    var variables = new LinkedHashMap<String, String>();
    texts(bare.path("variables"), variables);
    texts(values.path("variables"), variables);
    Tree tree = document.with(variables);
    if (validate) {
      ScenarioSchema.check(tree);
    }
    return scenario(tree, chosen, variants, values);
  }

  /**
   * Holds a variant against the schema that nobody has asked for yet.
   *
   * @throws ScenarioException that names it, too
   */
  void check(String variant) throws ScenarioException {
    try {
      read(variant, true);
    } catch (ScenarioException e) {
      throw new ScenarioException(e.getMessage() + " This is so for the variant " + variant + ".");
    }
  }

  /** The tree before variables are put in: they stand for themselves. */
  private JsonNode bare() throws ScenarioException {
    return document.with(new Unsubstituted()).json();
  }

  private Scenario scenario(
      Tree tree, @Nullable String variant, List<String> variants, JsonNode values)
      throws ScenarioException {
    JsonNode json = tree.json();
    JsonNode options = json.path("options");
    JsonNode over = values.path("options");
    var steps = new StepReader(tree);
    List<Step> server = steps.program("/server");
    List<Step> client = steps.program("/client");
    List<NetworkFault> faults = FaultReader.faults(tree);
    new SignalCheck(file, faults).requireSignals(server, client);
    new SocketNameCheck(file).requireNames(server);
    new SocketNameCheck(file).requireNames(client);
    Family family = Family.valueOf(text("family", over, options, "inet").toUpperCase(Locale.ROOT));
    FaultReader.requireTcpOverIpv4(file, faults, family, server);
    FaultReader.requireTcpOverIpv4(file, faults, family, client);
    return new Scenario(
        file,
        json.path("name").asString(),
        json.path("title").asString(),
        json.path("explain").asString("").strip(),
        variant,
        variants,
        stages(json.path("stages")),
        family,
        number("port", over, options, PORT),
        Durations.parse(text("timeout", over, options, "20s")),
        Durations.parse(text("sample_interval", over, options, "200ms")),
        flag("offload", over, options),
        flag("own_network", over, options),
        flag("stays_open", over, options),
        sysctls(tree, variant),
        faults,
        server,
        client,
        Expectations.read(tree));
  }

  private static int number(String name, JsonNode over, JsonNode options, int usual) {
    return over.path(name).asInt(options.path(name).asInt(usual));
  }

  private static boolean flag(String name, JsonNode over, JsonNode options) {
    return over.path(name).asBoolean(options.path(name).asBoolean(false));
  }

  private static String text(String name, JsonNode over, JsonNode options, String usual) {
    return over.path(name).asString(options.path(name).asString(usual));
  }

  private static List<StageKind> stages(JsonNode stages) {
    if (stages.isMissingNode()) {
      return List.of(StageKind.values());
    }
    var kinds = new ArrayList<StageKind>();
    stages.forEach(s -> kinds.add(StageKind.valueOf(s.asString().toUpperCase(Locale.ROOT))));
    return kinds;
  }

  /** Those of every run, and over them those of the variant. */
  private static List<KernelSetting> sysctls(Tree tree, @Nullable String variant) {
    var sysctls = new LinkedHashMap<String, KernelSetting>();
    addSysctls(tree, "/sysctls", sysctls);
    if (variant != null) {
      addSysctls(tree, "/variants/" + variant + "/sysctls", sysctls);
    }
    return List.copyOf(sysctls.values());
  }

  private static void addSysctls(Tree tree, String pointer, Map<String, KernelSetting> into) {
    for (var host : tree.json().at(pointer).properties()) {
      for (var setting : host.getValue().properties()) {
        String name = setting.getKey();
        int line = tree.line(pointer + "/" + host.getKey() + "/" + name);
        into.put(
            host.getKey() + " " + name,
            new KernelSetting(line, host.getKey(), name, setting.getValue().asString()));
      }
    }
  }

  private static List<String> names(JsonNode object) {
    return List.copyOf(object.propertyNames());
  }

  private static void texts(JsonNode object, Map<String, String> into) {
    object.forEachEntry((name, value) -> into.put(name, value.asString()));
  }

  /** Gives every variable as its own text. */
  private static final class Unsubstituted extends java.util.AbstractMap<String, String> {
    @Override
    public String get(@Nullable Object name) {
      return "${" + name + "}";
    }

    @Override
    public java.util.Set<Entry<String, String>> entrySet() {
      return java.util.Set.of();
    }
  }
}
