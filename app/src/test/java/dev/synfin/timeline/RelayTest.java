package dev.synfin.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synfin.capture.Frame;
import dev.synfin.track.ConnectionObserver;
import dev.synfin.track.ForwardingObserver;
import dev.synfin.track.Relay;
import dev.synfin.wire.FrameBuilder;
import dev.synfin.wire.TcpSegment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RelayTest {
  private final List<FrameBuilder> frames = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(ints = {64, 3, 0})
  void the_observer_is_told_the_same_on_its_own_thread(int payloadBytes) throws IOException {
    var options = EventOptions.DEFAULT.withPayloadBytes(payloadBytes);
    traffic(500);

    var direct = new ByteArrayOutputStream();
    try (var lines = new JsonLinesWriter(direct, capture(), options)) {
      follow(lines, 50);
    }
    var relayed = new ByteArrayOutputStream();
    try (var lines = new JsonLinesWriter(relayed, capture(), options)) {
      try (var relay = Relay.of(lines, payloadBytes)) {
        follow(relay, 50);
      }
    }

    assertThat(relayed.toString(StandardCharsets.UTF_8).lines().toList())
        .isEqualTo(direct.toString(StandardCharsets.UTF_8).lines().toList())
        .hasSizeGreaterThan(3_000);
  }

  @Test
  void without_packets_it_still_tells_what_becomes_of_connections() throws IOException {
    traffic(500);

    var direct = new ByteArrayOutputStream();
    var lines = new SummaryWriter(direct);
    lines.end(follow(lines, 50));
    var relayed = new ByteArrayOutputStream();
    var told = new SummaryWriter(relayed);
    Analysis analysis;
    try (var relay = Relay.withoutPackets(told)) {
      analysis = follow(relay, 50);
    }
    told.end(analysis);

    assertThat(relayed.toString(StandardCharsets.UTF_8))
        .isEqualTo(direct.toString(StandardCharsets.UTF_8));
  }

  @Test
  void a_forwarding_observer_leaves_nothing_out() throws IOException {
    traffic(50);
    frames.add(
        new FrameBuilder()
            .from("10.0.0.2", 0)
            .to("10.0.0.1", 0)
            .icmp(3, 3, new FrameBuilder().from("10.0.0.1", 20_000).to("10.0.0.2", 80).packet())
            .number(frames.size() + 1)
            .at(1_700_000_001_000_000_000L));

    var direct = new ByteArrayOutputStream();
    try (var lines = new JsonLinesWriter(direct, capture(), EventOptions.DEFAULT)) {
      follow(lines, 1_000);
    }
    var forwarded = new ByteArrayOutputStream();
    try (var lines = new JsonLinesWriter(forwarded, capture(), EventOptions.DEFAULT)) {
      follow(new ForwardingObserver(lines) {}, 1_000);
    }

    assertThat(forwarded.toString(StandardCharsets.UTF_8).lines().toList())
        .isEqualTo(direct.toString(StandardCharsets.UTF_8).lines().toList())
        .anyMatch(line -> line.contains("\"stream\":null"))
        .anyMatch(line -> line.startsWith("{\"type\":\"icmp\""))
        .anyMatch(line -> line.startsWith("{\"type\":\"datagram\""));
  }

  @Test
  void what_the_observer_throws_reaches_who_reads_the_capture() throws IOException {
    traffic(5_000);
    var lines = new JsonLinesWriter(new FullDisk(), capture(), EventOptions.DEFAULT);

    assertThatThrownBy(
            () -> {
              try (var relay = Relay.of(lines, 64)) {
                follow(relay, 1_000_000);
              }
            })
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("No space left on device");
  }

  @Test
  void flushes_when_all_that_came_before_was_told() throws Exception {
    traffic(1);
    var out = new ByteArrayOutputStream();
    var flushed = new CountDownLatch(1);
    var lines = new JsonLinesWriter(out, capture(), EventOptions.DEFAULT);
    try (var relay = Relay.of(lines, 64)) {
      var analysis = new Analysis(relay);
      frames.forEach(frame -> analysis.accept(frame.frame()));
      relay.flushAfterwards(() -> {
        lines.flush();
        flushed.countDown();
      });
      flushed.await();

      assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(1 + frames.size());
    }
  }

  private Analysis follow(ConnectionObserver observer, int maxConnections) {
    var analysis = new Analysis(observer, maxConnections);
    for (FrameBuilder frame : frames) {
      Frame each = frame.frame();
      analysis.accept(each);
      java.util.Arrays.fill(each.octets(), (byte) 0xEE); // a frame's octets are used again
    }
    analysis.finish();
    return analysis;
  }

  /** Connections with a retransmission, an ICMP error, a datagram and a cut segment; half-open. */
  private void traffic(int connections) {
    for (var i = 0; i < connections; i++) {
      var port = 20_000 + i;
      add(port, true).flags(TcpSegment.SYN).seq(999).mss(1460);
      add(port, true).flags(TcpSegment.SYN).seq(999).mss(1460);
      if (i % 3 == 0) {
        continue;
      }
      add(port, false).flags(TcpSegment.SYN | TcpSegment.ACK).seq(1999).ack(1000);
      add(port, true).flags(TcpSegment.ACK).seq(1000).ack(2000).payload("hello " + i);
      add(port, true).flags(TcpSegment.ACK).seq(1000).ack(2000).payload("hello " + i);
      add(port, false).flags(TcpSegment.ACK | TcpSegment.FIN).seq(2000).ack(1000).sack(1005, 1007);
      add(port, true).udp().payload("wörter");
      add(port, true).flags(TcpSegment.SYN).seq(9).snaplen(40);
    }
  }

  private FrameBuilder add(int port, boolean ofClient) {
    var frame = new FrameBuilder();
    if (ofClient) {
      frame.from("10.0.0.1", port).to("10.0.0.2", 80);
    } else {
      frame.from("10.0.0.2", 80).to("10.0.0.1", port);
    }
    frames.add(frame);
    return frame.number(frames.size()).at(1_700_000_000_000_000_000L + frames.size() * 1_000_000L);
  }

  private static Capture capture() {
    return TraceFixture.capture("file", null);
  }

  private static final class FullDisk extends OutputStream {
    @Override
    public void write(int octet) throws IOException {
      throw new IOException("No space left on device");
    }
  }
}
