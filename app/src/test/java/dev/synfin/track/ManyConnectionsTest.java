package dev.synfin.track;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.capture.Frame;
import dev.synfin.wire.Datagram;
import dev.synfin.wire.FrameBuilder;
import dev.synfin.wire.FrameDecoder;
import dev.synfin.wire.IcmpError;
import dev.synfin.wire.TcpSegment;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
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

  @Test
  void ofAScanNothingGoesOn() {
    int ends = 400_000;
    var tracker = new ConnectionTracker(new Nobody(), 1);
    var decoder = new FrameDecoder();
    byte[] syn = new FrameBuilder().from("10.0.0.1", 1).to("10.0.0.2", 80).flags(2).packet();
    var frame = new Frame();
    for (int i = 0; i < ends; i++) {
      ByteBuffer.wrap(syn).putInt(12, 0x0A00_0000 + i / 256).putShort(20, (short) (1024 + i % 256));
      frame.set(i + 1, i, 101, syn, 0, syn.length, syn.length);
      tracker.accept(decoder.decode(frame));
    }

    assertThat(tracker.evicted()).isEqualTo(ends - 1);
    assertThat(tracker.resumed()).isZero();
  }

  /** Each is heard of again before as many new ones have come as are kept. */
  @Test
  void aScanTakesNothingFromConnectionsThatGoOnMeanwhile() {
    int ordinary = 20;
    int scanned = 0;
    var text = new StringBuilder();
    for (String step :
        List.of(
            "> S 0:0(0)",
            "< S. 0:0(0) ack 1",
            "> P. 1:11(10) ack 1",
            "< P. 1:21(20) ack 11",
            "> F. 11:11(0) ack 21",
            "< F. 21:21(0) ack 12",
            "> . 12:12(0) ack 22")) {
      for (int i = 0; i < ordinary; i++) {
        text.append("+0.001 %s ports %d/80\n".formatted(step, 30_000 + i));
        for (int j = 0; j < 100; j++, scanned++) {
          text.append(
              "+0.00001 > S 7:7(0) ports %d/%d\n"
                  .formatted(10_000 + scanned % 5_000, 1_000 + scanned / 5_000));
        }
      }
    }

    var trace = Trace.withMaxConnections(text.toString(), 3_000);

    assertThat(trace.tracker.evicted()).isGreaterThan(scanned - 3_000);
    assertThat(trace.tracker.resumed()).isZero();
    assertThat(trace.summaries).hasSize(ordinary + scanned);
    assertThat(trace.summaries.values())
        .filteredOn(summary -> summary.serverPort() == 80)
        .hasSize(ordinary)
        .allSatisfy(summary -> {
          assertThat(summary.connState()).isEqualTo("SF");
          assertThat(summary.history()).isEqualTo("ShDdFfA");
          assertThat(summary.clientTraffic().payloadBytes()).isEqualTo(10);
          assertThat(summary.serverTraffic().payloadBytes()).isEqualTo(20);
          assertThat(summary.clientState()).isEqualTo(TcpState.TIME_WAIT);
          assertThat(summary.serverState()).isEqualTo(TcpState.CLOSED);
        });
  }

  private static final class Nobody implements ConnectionObserver {
    @Override
    public void opened(Connection connection) {}

    @Override
    public void segment(Connection connection, TcpSegment segment, SegmentFacts facts) {}

    @Override
    public void datagram(Connection connection, Datagram datagram, Side from) {}

    @Override
    public void icmp(Connection connection, IcmpError error, Side from) {}

    @Override
    public void closed(Connection connection) {}
  }
}
