package dev.synfin.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ManyConnectionsTest {
  @Test
  void eachSegmentIsFoundItsConnectionHoweverManyComeAndGo() {
    var random = new Random(9293);
    var streams = new HashMap<Integer, Long>();
    var expected = new java.util.ArrayList<Long>();
    var text = new StringBuilder();
    long next = 0;
    for (int i = 0; i < 6000; i++) {
      int port = 20_000 + random.nextInt(800);
      boolean anew = !streams.containsKey(port) || random.nextInt(6) == 0;
      if (anew) {
        streams.put(port, next++);
      }
      expected.add(streams.get(port));
      String what = anew ? "> S %d:%d(0)".formatted(i * 7, i * 7) : "%s . 1:1(0) ack 1";
      text.append("+0.001 ").append(what.formatted(random.nextBoolean() ? ">" : "<"));
      text.append(" ports ").append(port).append("/8080\n");
    }

    var trace = Trace.withMaxConnections(text.toString(), 100_000);

    assertThat(trace.segments).extracting(Trace.Said::stream).isEqualTo(expected);
    assertThat(trace.summaries).hasSize((int) next);
    assertThat(trace.tracker.evicted()).isZero();
  }
}
