package dev.synfin.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.timeline.Capture;
import dev.synfin.timeline.Timeline;
import dev.synfin.timeline.TimelineMerger;
import dev.synfin.timeline.TraceFixture;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two FINs that cross, each 30 ms or more under way. */
class ArrivalsTest {
  private static final String AT_CLIENT =
      """
      0.000000 > S  0:0(0)       | SYN-SENT -
      0.000200 < S. 0:0(0) ack 1 | SYN-SENT SYN-RECEIVED
      0.000210 > .  1:1(0) ack 1 | ESTABLISHED ESTABLISHED
      0.100000 > F. 1:1(0) ack 1 | FIN-WAIT-1 CLOSE-WAIT
      0.150000 < F. 1:1(0) ack 1 | CLOSING CLOSING
      0.150020 > .  2:2(0) ack 2 | CLOSING CLOSING
      0.200000 < .  2:2(0) ack 2 | TIME-WAIT CLOSING
      """;
  private static final String AT_SERVER =
      """
      0.000100 > S  0:0(0)       | SYN-SENT SYN-RECEIVED
      0.000110 < S. 0:0(0) ack 1 | SYN-SENT SYN-RECEIVED
      0.000310 > .  1:1(0) ack 1 | ESTABLISHED ESTABLISHED
      0.120000 < F. 1:1(0) ack 1 | CLOSE-WAIT FIN-WAIT-1
      0.150000 > F. 1:1(0) ack 1 | CLOSING CLOSING
      0.150010 < .  2:2(0) ack 2 | CLOSING CLOSING
      0.200020 > .  2:2(0) ack 2 | CLOSING TIME-WAIT
      """;

  private final String ladder = Ladders.render(merged(), RenderOptions.DEFAULT);

  @Test
  void noEndsStateRunsBackwards() {
    assertThat(states("SYN-RECEIVED", "ESTABLISHED$", "FIN-WAIT-1$", "CLOSING$", "TIME-WAIT$"))
        .containsExactly("0.000", "0.210", "120.000", "150.000", "150.020");
    assertThat(states("SYN-SENT", "ESTABLISHED ", "FIN-WAIT-1 ", "CLOSING ", "TIME-WAIT "))
        .containsExactly("0.000", "0.210", "100.000", "120.000", "200.000");
  }

  @Test
  void whatArrivesAfterTheReceiversNextSegmentHasARowOfItsOwn() {
    assertThat(ladder.lines()).anyMatch(l -> l.matches(" *150\\.000 +│ +│ CLOSING"));
    assertThat(ladder.lines()).anyMatch(l -> l.matches(" *200\\.000  TIME-WAIT +│ +│"));
    assertThat(ladder.lines()).anyMatch(l -> l.matches(" *100\\.000  FIN-WAIT-1 +├.*▶│"));
  }

  /** The times of the rows that have these states, each once, from the top. */
  private List<String> states(String... states) {
    return ladder
        .lines()
        .filter(l -> l.matches(" +\\d+\\.\\d{3} .*"))
        .filter(l -> List.of(states).stream().anyMatch(s -> l.matches(".*[ │]" + s + ".*|.* " + s)))
        .map(l -> l.strip().split(" ", 2)[0])
        .toList();
  }

  private static Timeline merged() {
    return TimelineMerger.merge(
        List.of(
            at("client", Capture.Vantage.CLIENT, AT_CLIENT),
            at("server", Capture.Vantage.SERVER, AT_SERVER)),
        List.of(),
        List.of());
  }

  private static Timeline at(String id, Capture.Vantage vantage, String trace) {
    return Timeline.of(
        List.of(TraceFixture.capture(id, vantage)), List.of(TraceFixture.connection(trace)));
  }
}
