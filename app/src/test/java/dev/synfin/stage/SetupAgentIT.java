package dev.synfin.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.socket.NetworkNamespace;
import dev.synfin.stage.Message.Verb;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a host's setup does to its kernel, in a network of its own; needs root. */
class SetupAgentIT {
  private static final String COOKIES = "net.ipv4.tcp_syncookies";
  private static final String SCENARIO =
      """
      name: mine
      title: A kernel setting that there is, and one that there is not
      sysctls:
        server:
          net.ipv4.tcp_syncookies: 0
          SETTING
      server: []
      client: []
      expect: {conn_state: SF}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          net.ipv4.tcp_fin_timout: 1 | this kernel has no setting net.ipv4.tcp_fin_timout; did you mean tcp_fin_timeout? sysctl -a lists what it has.
          net.ipv4.no_such: 1 | this kernel has no setting net.ipv4.no_such. sysctl -a lists what it has.
          net.ipv9.tcp_sack: 1 | this kernel has no setting net.ipv9.tcp_sack. sysctl -a lists what it has.
          net.ipv4.tcp_fin_timeout: soon | the kernel setting net.ipv4.tcp_fin_timeout cannot be set to soon: the kernel says «Invalid argument».
          net.ipv4: 1 | this kernel has no setting net.ipv4. sysctl -a lists what it has.
          """)
  void aWrongSettingIsRefusedWithItsLineAndWhatWasSetBeforeItIsPutBack(
      String setting, String complaint) throws IOException {
    var said = new ArrayList<Message>();
    var settings = new ArrayList<String>();
    try (var namespace = NetworkNamespace.create()) {
      String scenario = SCENARIO.replace("SETTING", setting);
      LocalLine.Ends ends = LocalLine.connected();
      ends.one().send(Message.of(Verb.PREPARE, "mine.yaml", scenario, "", "8080"));

      new Within(namespace)
          .run(() -> {
            settings.add(Routing.read(COOKIES));
            new SetupAgent(Host.SERVER, List.of()).attend(ends.other());
            settings.add(Routing.read(COOKIES));
          });
      said.add(ends.one().receive());
    }

    assertThat(said)
        .singleElement()
        .isEqualTo(Message.failedBecauseOfTheScenario("mine.yaml, line 6: " + complaint));
    assertThat(settings).containsExactly("1", "1");
  }
}
