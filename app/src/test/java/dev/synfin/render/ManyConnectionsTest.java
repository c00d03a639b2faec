package dev.synfin.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.timeline.Connection;
import dev.synfin.timeline.ScenarioResult;
import dev.synfin.timeline.TraceFixture;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManyConnectionsTest {
  @Test
  void fiveConnectionsHaveFiveLadders() {
    var text = Ladders.render(TraceFixture.timeline(connections(5)), RenderOptions.DEFAULT);

    assertThat(text.lines().filter(l -> l.startsWith(" TCP "))).hasSize(5);
  }

  @Test
  void moreHaveATableAndTheFirstTheSlowestAndEachThatFailed() {
    var timeline =
        TraceFixture.timeline(connections(20))
            .withScenario(
                new ScenarioResult(
                    "many",
                    null,
                    null,
                    null,
                    ScenarioResult.Result.FAILED,
                    null,
                    List.of(new ScenarioResult.Expectation("conn_state: SF", "S0", false, 3, 7))));

    var text = Ladders.render(timeline, RenderOptions.DEFAULT);

    assertThat(text).contains(" 20  TCP   SF      ShADadFf ");
    assertThat(text.lines().filter(l -> l.startsWith(" TCP ")).map(l -> l.substring(1, 7).strip()))
        .containsExactly("TCP 0", "TCP 7", "TCP 13");
    assertThat(text.lines()).allMatch(l -> PlainText.width(l) <= 80);
  }

  /** The thirteenth is the slowest. */
  private static Connection[] connections(int count) {
    var connections = new ArrayList<Connection>();
    for (var i = 0; i < count; i++) {
      var last = i == 13 ? "+9.0" : "+0.001";
      connections.add(
          TraceFixture.connection(
                  "0.0 > S 0:0(0) | SYN-SENT -\n" + last + " < S. 0:0(0) ack 1 | = SYN-RECEIVED")
              .withStream(i));
    }
    return connections.toArray(Connection[]::new);
  }
}
