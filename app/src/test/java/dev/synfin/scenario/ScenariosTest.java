package dev.synfin.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.synfin.scenario.FaultRule.Segment;
import dev.synfin.scenario.Scenario.StageKind;
import dev.synfin.scenario.Scenarios.Source;
import dev.synfin.track.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ScenariosTest {
  private static final String SMALL =
      """
      name: mine
      title: A connection
      variables: {backlog: 3}
      variants:
        quick: {options: {timeout: 2s}}
        deep: {variables: {backlog: 7}, sysctls: {server: {net.ipv4.tcp_syncookies: 0}}}
      faults:
        - drop: {from: client, segment: syn-ack, nth: 2, count: all}
      server:
        - listen: {backlog: "${backlog}"}
        - accept
        - close
      client:
        - connect
        - close
      expect:
        conn_state: SF
      """;

  private static Scenario read(String text) throws ScenarioException {
    return Scenarios.read(new Source("mine.yaml", text), null);
  }

  static Stream<String> names() throws IOException {
    return Scenarios.list().stream().map(Scenario::name);
  }

  @ParameterizedTest
  @MethodSource("names")
  void eachOfOursIsNamedAsItsFileAndTeachesAndExpects(String name) throws IOException {
    Source source = Scenarios.find(name);

    Scenario scenario = Scenarios.read(source, null);

    assertThat(source.name()).isEqualTo(scenario.name() + ".yaml");
    assertThat(scenario.title()).isNotBlank();
    assertThat(scenario.explain()).hasSizeGreaterThan(100);
    assertThat(scenario.client()).isNotEmpty();
  }

  @Test
  void theIndexListsEveryFile() throws Exception {
    var folder = Path.of(Scenarios.class.getResource("/scenarios/index.txt").toURI()).getParent();
    try (var files = Files.list(folder)) {
      assertThat(names())
          .containsExactlyInAnyOrderElementsOf(
              files
                  .map(f -> f.getFileName().toString())
                  .filter(f -> f.endsWith(".yaml"))
                  .map(f -> f.replace(".yaml", ""))
                  .toList());
    }
  }

  @Test
  void theFirstVariantIsTakenWhereNoneIsNamed() throws IOException {
    Scenario scenario = read(SMALL);

    assertThat(scenario.variant()).isEqualTo("quick");
    assertThat(scenario.timeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(scenario.server().getFirst())
        .isEqualTo(new Step.Listen(new Step.Use(10, null, null), 3, true));
  }

  @Test
  void aVariantBringsItsOwnVariablesAndKernelSettings() throws IOException {
    Scenario scenario = Scenarios.read(new Source("mine.yaml", SMALL), "deep");

    assertThat(scenario.server().getFirst())
        .isEqualTo(new Step.Listen(new Step.Use(10, null, null), 7, true));
    assertThat(scenario.sysctls())
        .extracting(KernelSetting::host, KernelSetting::name, KernelSetting::value)
        .containsExactly(tuple("server", "net.ipv4.tcp_syncookies", "0"));
    assertThat(scenario.timeout()).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void anUnknownVariantNamesThoseThatThereAre() {
    assertThatThrownBy(() -> Scenarios.read(new Source("mine.yaml", SMALL), "slow"))
        .hasMessage("mine.yaml has no variant slow; it has: quick, deep.");
  }

  @Test
  void aMistakeOfAVariantThatWasNotAskedForIsToldToo() {
    String text =
        SMALL
            .replace("variables: {backlog: 3}\n", "")
            .replace("quick: {", "quick: {variables: {backlog: 4}, ");

    assertThatThrownBy(() -> read(text.replace("{backlog: 7}", "{backlock: 7}")))
        .hasMessage(
            "mine.yaml, line 9: the variable backlog has no value under variables."
                + " This is so for the variant deep.");
  }

  @Test
  void whatNobodySignalsIsNotAwaited() {
    assertThatThrownBy(() -> read(SMALL.replace("- connect\n", "- connect\n  - await: godot\n")))
        .hasMessage("mine.yaml, line 15: nobody signals «godot»: add the step «signal: godot».");
  }

  @ParameterizedTest
  @CsvSource({
    "cutting, 'nobody signals «cutting», so nothing would be cut.'",
    "'cut, until: joining',"
        + " 'nobody signals «joining», so what is cut would never be joined again.'"
  })
  void aCutWithoutItsSignalsIsRefused(String after, String sentence) {
    String text =
        "{name: mine, title: mine, server: [], client: [signal: cut], expect: {conn_state: SF},"
            + " faults: [cut: {from: both, after: "
            + after
            + "}]}";

    assertThatThrownBy(() -> read(text)).hasMessage("mine.yaml, line 1: " + sentence);
  }

  @Test
  void aMessageThatAnEchoCannotTakeAtOnceIsRefusedByItsOctets() {
    String client = "client: {program: echo-client, messages: [\"" + "é".repeat(513) + "\"]}\n";

    assertThatThrownBy(() -> read(SMALL.replaceAll("(?s)client:\n.*expect:", client + "expect:")))
        .hasMessageContaining("a message has 1026 octets; an echo takes 1,024 at once.");
  }

  @Test
  void faultsAndStagesAreRead() throws IOException {
    Scenario scenario = read(SMALL.replace("faults:", "stages: [compose]\nfaults:"));

    assertThat(scenario.stages()).containsExactly(StageKind.COMPOSE);
    assertThat(scenario.faults())
        .containsExactly(new FaultRule(9, false, Side.CLIENT, Segment.SYN_ACK, 2, FaultRule.ALL));
    assertThat(scenario.faults().getFirst().sentence())
        .isEqualTo("drop from number 2 on the client's SYN+ACKs");
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        arguments("- accept", "- acept", "11: step 2 of server must be a step with its value,"),
        arguments("- accept", "- acept", "«acept»; did you mean accept?"),
        arguments("- accept", "- acept: {}", "11: step 2 of server knows no acept, only socket,"),
        arguments(
            "- accept", "- {accept: {}, close: listener}", "11: step 2 of server must be one"),
        arguments("- accept", "- accept:", "11: accept must be alone, or have the error"),
        arguments("- accept", "- sleep: 100", "11: sleep must be a duration such as 200ms,"),
        arguments("- accept", "- connect: {error: refused}", "11: error must be an error's name"),
        arguments("\"${backlog}\"", "many", "10: backlog must be a number from 0 on, not «many»."),
        arguments("client:\n", "klient:\n", "13: A scenario knows no klient, only name, title,"),
        arguments("client:\n", "klient:\n", "did you mean client?"),
        arguments("title: A connection\n", "", "1: A scenario needs title."),
        arguments("title:", "title: one\ntitle:", "3: title stands here a second time."),
        arguments("title: A connection", "title: &a [*a]", "2: what stands here contains itself."),
        arguments("from: client", "from: clinet", "8: from must be one of client, server, not «cl"),
        arguments(
            "- accept",
            "- setsockopt: {option: TCP_NODELY, value: 1}",
            "11: there is no socket op"),
        arguments("- accept", "- setsockopt: {option: TCP_NODELY, value: 1}", "mean TCP_NODELAY?"),
        arguments("- accept", "- repeat: {times: 2}", "11: repeat needs steps."),
        arguments("- accept", "- recv: {on: b}", "11: no step before this one names a socket «b»"),
        arguments(
            "- accept",
            "- accept: {as: first}\n  - repeat: {times: 1, steps: [{recv: {on: fist}}]}",
            "12: no step before this one names a socket «fist», as «connect: {as: fist}» does; did"
                + " you mean first?"),
        arguments(
            "- drop: {from: client, segment: syn-ack, nth: 2, count: all}",
            "- cut: {from: both, after: storm}",
            "8: nobody signals «storm», so nothing would be cut."),
        arguments("conn_state: SF", "nth: {1: {connections: 2}}", "17: connections is no fact of"),
        arguments("drop:", "lose:", "8: item 1 of faults knows no lose, only drop, reject, cut,"),
        arguments(
            "faults:", "stages: [docker]\nfaults:", "7: item 1 of stages must be one of loop"),
        arguments(
            "conn_state: SF", "con_state: SF", "17: nothing is known as con_state; did you m"),
        arguments("conn_state: SF", "at: {server: {x: 1}}", "17: nothing is known as x."),
        arguments("conn_state: SF", "a/b: 1", "17: nothing is known as a/b."),
        arguments("conn_state: SF", "handshake: {}", "17: nothing is known as handshake."),
        arguments("conn_state: SF", "conn_state:", "17: conn_state says nothing that could be exp"),
        arguments("conn_state: SF", "{}", "16: expect must be a map of what the timeline must sh"),
        arguments("title: A connection", "title: [", "not YAML"),
        arguments("title: A connection", "title: a: b", "2: this is not YAML"),
        arguments("title: A connection", "title: a: b", "with a colon in it must stand in quotes."),
        arguments(
            "title: A connection",
            "title: \"a",
            "Is a quote above not closed, or a line not in the same column"),
        arguments("conn_state: SF", "conn_state: \"SF", "quote that line 17 opens is not closed."),
        arguments("nth: 2", "nth: 0", "8: nth must be a number from 1 to 100000, not «0»."),
        arguments(
            "- accept\n  - close",
            "- accept\n    - close",
            "in the same column, below the first one's hyphen."),
        arguments(
            "conn_state: SF", "completeness: '=> 4'", "17: completeness cannot be «=> 4»: a b"),
        arguments(
            "conn_state: SF", "findings: {syn-filterd: 1}", "17: findings knows no syn-filterd, "),
        arguments("conn_state: SF", "findings: {syn-filterd: 1}", "did you mean syn-filtered?"),
        arguments(
            "conn_state: SF", "conn_state: SFF", "17: conn_state knows no «SFF», only S0, S1,"),
        arguments("conn_state: SF", "conn_state: SF|RSTX", "RSTX», only S0, S1, SF, REJ"),
        arguments("conn_state: SF", "conn_states: {SG: 1}", "17: conn_states knows no SG, only S0"),
        arguments("conn_state: SF", "client_calls: {conect: 1}", "did you mean connect?"),
        arguments("conn_state: SF", "client_calls: {conect: 1}", "17: client_calls knows no conec"),
        arguments(
            "conn_state: SF", "server_results: {read: 1}", "17: server_results knows no read"),
        arguments("conn_state: SF", "client_errors: EPIP", "17: client_errors knows no «EPIP», on"),
        arguments("conn_state: SF", "client_errors: none|EPIP", "did you mean EPIPE?"),
        arguments("conn_state: SF", "client_errors: [EPIP]", "17: item 1 of client_errors must be"),
        arguments("conn_state: SF", "client_states: [OPEN]", "17: item 1 of client_states must be"),
        arguments("conn_state: SF", "server_states: CLOSING OPEN", "17: server_states knows no «O"),
        arguments("conn_state: SF", "any: {client_states: SYN_SENT}", "did you mean SYN-SENT?"),
        arguments("conn_state: SF", "retransmission_causes: [tlp]", "17: item 1 of retransmission"),
        arguments("conn_state: SF", "retransmission_causes: tlp", "17: retransmission_causes know"),
        arguments(
            "conn_state: SF",
            "retransmissions: '>= 0'",
            "17: retransmissions is always >= 0: expect what could be otherwise."),
        arguments("conn_state: SF", "any: {losses: {client: '0|> -1'}}", "17: losses.client is al"),
        arguments("conn_state: SF", "kernel: {sever: {}}", "17: kernel knows no sever, only cl"),
        arguments(
            "conn_state: SF",
            "kernel: {server: {states: {SYN_RECEIVED: 1}}}",
            "17: states knows no SYN_RECEIVED, only ESTABLISHED, "),
        arguments(
            "conn_state: SF",
            "kernel: {server: {counters: {ListenOverflow: 1}}}",
            "did you mean ListenOverflows?"),
        arguments(
            "variants:",
            "options: {sample_interval: 1ms}\nvariants:",
            "a duration from 10ms to 1m"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsToldInOneSentenceWithFileAndLine(String right, String wrong, String sentence) {
    assertThat(SMALL).contains(right);
    assertThatThrownBy(() -> read(SMALL.replace(right, wrong)))
        .isInstanceOf(ScenarioException.class)
        .hasMessageStartingWith("mine.yaml, line ")
        .hasMessageContaining(sentence)
        .message()
        .doesNotContain("..", "schema");
  }

  @ParameterizedTest
  @CsvSource({
    "client: [], 'client: [], options: {family: inet6}', IPv6 would pass them by",
    "client: [], 'client: [], options: {family: unix}', a Unix socket would pass them by",
    "client: [], 'client: [socket: {kind: datagram}]', UDP would pass them by",
    "client: [], 'client: [repeat: {times: 2, steps: [socket: {family: inet6}]}]', IPv6 would pass"
  })
  void aFaultThatWouldPassItsPacketsByIsRefused(String right, String wrong, String sentence) {
    String text =
        "{name: mine, title: mine, server: [], client: [], expect: {conn_state: SF},"
            + " faults: [drop: {from: client, segment: syn}]}";

    assertThatThrownBy(() -> read(text.replace(right, wrong)))
        .isInstanceOf(ScenarioException.class)
        .hasMessageStartingWith("mine.yaml, line 1: faults are made for TCP over IPv4, and ")
        .hasMessageContaining(sentence);
  }

  @Test
  void theSchemaKnowsTheNamesThatTheReaderKnows() throws IOException {
    JsonNode names;
    try (var in = Scenarios.class.getResourceAsStream("scenario.schema.json")) {
      names = JsonMapper.shared().readTree(in).path("$defs");
    }

    assertThat(values(names, "call")).isEqualTo(Names.CALLS);
    assertThat(values(names, "conn_state")).isEqualTo(Names.CONN_STATES);
    assertThat(values(names, "state")).isEqualTo(Names.STATES);
    assertThat(values(names, "cause")).isEqualTo(Names.CAUSES);
    var errors = new HashSet<>(Names.ERRORS);
    errors.add("none");
    assertThat(values(names, "errno")).isEqualTo(errors);
  }

  private static Set<String> values(JsonNode names, String list) {
    return names
        .path(list)
        .path("enum")
        .valueStream()
        .map(JsonNode::asString)
        .collect(Collectors.toSet());
  }

  @Test
  void anEchoClientIsNoProgramOfAServer() {
    assertThatThrownBy(() ->
            read(
                """
                name: mine
                title: mine
                server: {program: echo-client, messages: [a]}
                client: [connect]
                expect: {conn_state: SF}
                """))
        .hasMessageStartingWith("mine.yaml, line 3: ");
  }

  @Test
  void aVariableWithoutAValueIsNamedWithItsLine() {
    assertThatThrownBy(() -> read(SMALL.replace("${backlog}", "${depth}")))
        .hasMessage("mine.yaml, line 10: the variable depth has no value under variables.");
  }

  @Test
  void anUnknownNameListsThoseThatThereAre() {
    assertThatThrownBy(() -> Scenarios.find("handshakes"))
        .hasMessageContaining(
            "There is no scenario handshakes; did you mean handshake? There are: handsh")
        .hasMessageContaining("./mine.yaml");
  }

  @Test
  void aFileOfTheUsersIsFoundByItsPath(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("mine.yaml"), SMALL);

    assertThat(Scenarios.read(Scenarios.find(file.toString()), null).name()).isEqualTo("mine");
    assertThatThrownBy(() -> Scenarios.find(folder + "/other.yaml"))
        .hasMessage("There is no scenario file " + folder + "/other.yaml.");
  }

  @Test
  void aFolderOrAHugeFileIsNoScenario(@TempDir Path folder) throws IOException {
    Path huge = Files.writeString(folder.resolve("huge.yaml"), "a".repeat((1 << 20) + 1));

    assertThatThrownBy(() -> Scenarios.find(folder.toString() + "/"))
        .hasMessageEndingWith(" is a folder; name a scenario file in it.");
    assertThatThrownBy(() -> Scenarios.find(huge.toString()))
        .hasMessage(huge + " has more than 1 MiB: that is no scenario; is it the right file?");
  }

  @Test
  void anErrorThatDoesNotExistIsNotExpected() {
    String text = SMALL.replace("- connect\n", "- connect: {error: ECONREFUSED}\n");
    assertThat(text).isNotEqualTo(SMALL);

    assertThatThrownBy(() -> Scenarios.read(new Scenarios.Source("mine.yaml", text), null))
        .hasMessageContaining("must be an error's name such as ECONNREFUSED, not «ECONREFUSED»");
  }

  @Test
  void aLongValueIsNotQuotedWhole(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("mine.yaml"),
            SMALL.replace("timeout: 2s", "timeout: " + "x".repeat(500)));

    assertThatThrownBy(() -> Scenarios.read(Scenarios.find(file.toString()), null))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
  }

  @Test
  void whatIsNoTextIsNoScenario(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("mine.yaml"), new byte[] {'a', (byte) 0xC4, ' '});

    assertThatThrownBy(() -> Scenarios.find(file.toString()))
        .hasMessage(file + " is no text in UTF-8: save it in that encoding.");
    assertThatThrownBy(() -> Scenarios.find("a\0.yaml"))
        .isInstanceOf(ScenarioException.class)
        .hasMessageStartingWith("There is no scenario file");
  }
}
