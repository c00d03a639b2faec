package dev.synfin.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.socket.NetworkNamespace;
import dev.synfin.stage.Message.Verb;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a host's setup does to its kernel, in a network of its own; needs root. */
class SetupAgentIT {
  private static final String COOKIES = "net.ipv4.tcp_syncookies";
  private static final String SCENARIO =
      """
      name: mine
      title: A kernel setting that there is, and one that there is not
      sysctls: {server: {net.ipv4.tcp_syncookies: 0, net.ipv4.no_such_setting: 1}}
      server: []
      client: []
      expect: {conn_state: SF}
      """;

  @Test
  void whatWasSetBeforeASettingFailedIsPutBack() throws IOException {
    var said = new ArrayList<Message>();
    var settings = new ArrayList<String>();
    try (var namespace = NetworkNamespace.create()) {
      LocalLine.Ends ends = LocalLine.connected();
      ends.one().send(Message.of(Verb.PREPARE, "mine.yaml", SCENARIO, "", "8080"));

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
        .isEqualTo(Message.of(Verb.FAILED, "This kernel has no setting net.ipv4.no_such_setting."));
    assertThat(settings).containsExactly("1", "1");
  }
}
