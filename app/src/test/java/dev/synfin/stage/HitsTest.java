package dev.synfin.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.scenario.FaultRule;
import dev.synfin.scenario.FaultRule.Segment;
import dev.synfin.timeline.ScenarioResult.Expectation;
import dev.synfin.timeline.TraceFixture;
import dev.synfin.track.Side;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whether each fault did what it was meant to. */
class HitsTest {
  private static final String TRACE =
      """
       0.000 > P. 1:6(5) ack 1 "first"
      +0.001 > P. 6:12(6) ack 1 "second"
      """;

  private static Hits dropping(int count, long counter) {
    var rule = new FaultRule(7, false, Side.CLIENT, Segment.DATA, 1, count);
    return new Hits(
        List.of(rule),
        List.of(new FaultReport(rule.sentence(), count, counter, true)),
        TraceFixture.timeline(TraceFixture.connection(TRACE)));
  }

  @Test
  void aFaultThatHitAllThatItWasMeantForIsNoObstacle() {
    assertThat(dropping(2, 2).obstacle()).isEmpty();
    assertThat(dropping(FaultRule.ALL, 1).obstacle()).isEmpty();
    assertThat(dropping(2, 2).expectations())
        .containsExactly(
            new Expectation(
                "drop 2 of the client's data segments from the first on", "dropped 2", true, 7));
  }

  @Test
  void oneThatHitFewerSaysHowManyThereWere() {
    assertThat(dropping(3, 2).obstacle())
        .hasValue(
            "the fault in line 7, «drop 3 of the client's data segments from the first on», hit 2"
                + " of the 3 that it is meant for: the client sent 2 data segments");
    assertThat(dropping(3, 2).expectations())
        .containsExactly(
            new Expectation(
                "drop 3 of the client's data segments from the first on",
                "dropped 2: the client sent 2 data segments",
                false,
                7));
  }

  @Test
  void oneForAllOfAKindHitSomethingAtLeast() {
    assertThat(dropping(FaultRule.ALL, 0).obstacle())
        .hasValue(
            "the fault in line 7, «drop every one of the client's data segments», hit nothing: the"
                + " client sent 2 data segments");
  }
}
