package dev.synfin.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.scenario.Scenario;
import dev.synfin.scenario.Scenarios;
import dev.synfin.timeline.Event;
import dev.synfin.timeline.Lost;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.timeline.Timeline;
import dev.synfin.timeline.TraceFixture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whether exactly those segments were lost that a fault names. */
class LossesTest {
  private static final String TRACE =
      """
       0.000 > P. 1:6(5) ack 1 "first"
      +0.001 > P. 6:12(6) ack 1 "second"
      +0.001 > P. 12:17(5) ack 1 "third"
      """;

  private static Scenario dropsTheSecond() throws IOException {
    String text =
        """
        name: second
        title: The second is lost
        faults: [{drop: {from: client, segment: data, nth: 2}}]
        server: [{listen: {backlog: 1}}]
        client: [connect]
        expect: {connections: 1}
        """;
    return Scenarios.read(new Scenarios.Source("second.yaml", text), null);
  }

  private static Timeline losing(int index) {
    return losing(TRACE, index);
  }

  private static Timeline losing(String trace, int index) {
    var connection = TraceFixture.connection(trace);
    List<Event> events = new ArrayList<>(connection.allEvents());
    var segment = (SegmentEvent) events.get(index);
    var lost = new Lost(List.of("network", "server"), null);
    events.set(
        index,
        segment.withSight(
            segment.tNs(), segment.clientState(), segment.serverState(), segment.seen(), lost));
    return TraceFixture.timeline(connection.withEvents(events));
  }

  private static Losses losses() throws IOException {
    return new Losses(dropsTheSecond(), List.of(new FaultReport("drop it", 1, 1, true)));
  }

  @Test
  void theOneThatTheFaultNamesIsMeant() throws IOException {
    assertThat(losses().heldAgainst(losing(1)).ok()).isTrue();
  }

  @Test
  void anotherOfTheSameKindIsNot() throws IOException {
    var expectation = losses().heldAgainst(losing(2));

    assertThat(expectation.ok()).isFalse();
    assertThat(expectation.seen()).isEqualTo("1 lost, among them number 3");
  }

  @Test
  void ofTwoThatLeftAtTheSameMomentEitherMayHaveComeSecond() throws IOException {
    String trace = TRACE.replace("+0.001 > P. 12:17", "+0.00002 > P. 12:17");

    assertThat(losses().heldAgainst(losing(trace, 2)).ok()).isTrue();
    assertThat(losses().heldAgainst(losing(trace, 0)).ok()).isFalse();
  }
}
