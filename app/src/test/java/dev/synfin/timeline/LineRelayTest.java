package dev.synfin.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synfin.capture.Frame;
import dev.synfin.track.ConnectionObserver;
import dev.synfin.track.ForwardingObserver;
import dev.synfin.wire.FrameBuilder;
import dev.synfin.wire.TcpSegment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class LineRelayTest {
  private final List<FrameBuilder> frames = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(ints = {64, 3, 0})
  void two_threads_write_the_same_lines_in_the_same_order(int payloadBytes) throws IOException {
    var options = EventOptions.DEFAULT.withPayloadBytes(payloadBytes);
    traffic(500);

    var direct = new ByteArrayOutputStream();
    try (var lines = new JsonLinesWriter(direct, capture(), options)) {
      follow(lines, 50);
    }
    var relayed = new ByteArrayOutputStream();
    try (var lines = new JsonLinesWriter(relayed, capture(), options, (c, at) -> List.of())) {
      follow(lines, 50);
      lines.awaitConnections();
      assertThat(relayed.toString(StandardCharsets.UTF_8).lines()).hasSizeGreaterThan(3_000);
    }

    assertThat(relayed.toString(StandardCharsets.UTF_8).lines().toList())
        .isEqualTo(direct.toString(StandardCharsets.UTF_8).lines().toList());
  }

  @Test
  void without_events_more_connections_than_one_batch_holds_are_written() throws IOException {
    var options = EventOptions.DEFAULT.withEvents(false);
    traffic(1_000);

    var direct = new ByteArrayOutputStream();
    try (var lines = new JsonLinesWriter(direct, capture(), options)) {
      follow(lines, 1_000_000);
    }
    var relayed = new ByteArrayOutputStream();
    try (var lines = new JsonLinesWriter(relayed, capture(), options, (c, at) -> List.of())) {
      follow(lines, 1_000_000);
    }

    assertThat(relayed.toString(StandardCharsets.UTF_8).lines().toList())
        .isEqualTo(direct.toString(StandardCharsets.UTF_8).lines().toList())
        .hasSizeGreaterThan(1_000);
  }

  @Test
  void a_finding_is_told_the_time_of_the_packet_before_its_connection_ended() throws IOException {
    traffic(2);
    var told = new ArrayList<Instant>();
    try (var lines =
        new JsonLinesWriter(
            new ByteArrayOutputStream(),
            capture(),
            EventOptions.DEFAULT,
            (c, at) -> {
              told.add(at);
              return List.of();
            })) {
      follow(lines, 1);
    }

    assertThat(told).hasSizeGreaterThan(2).isSorted().doesNotContain(Instant.EPOCH);
    assertThat(told.getFirst()).isBefore(told.getLast());
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
  void what_fails_on_the_second_thread_reaches_who_reads_the_capture() throws IOException {
    traffic(5_000);
    var lines =
        new JsonLinesWriter(new FullDisk(), capture(), EventOptions.DEFAULT, (c, at) -> List.of());

    assertThatThrownBy(() -> follow(lines, 1_000_000))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("No space left on device");
    lines.close(); // what was thrown once is not thrown again
  }

  @Test
  void a_failure_that_nobody_heard_of_is_thrown_at_the_end() throws IOException {
    traffic(1);
    var lines =
        new JsonLinesWriter(new FullDisk(), capture(), EventOptions.DEFAULT, (c, at) -> List.of());
    follow(lines, 1_000_000);

    assertThatThrownBy(lines::close)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("No space left on device");
  }

  @Test
  void flushes_what_came_before_on_the_second_thread() throws Exception {
    traffic(1);
    var flushed = new CountDownLatch(1);
    var out =
        new ByteArrayOutputStream() {
          @Override
          public void flush() {
            flushed.countDown();
          }
        };
    try (var lines =
        new JsonLinesWriter(out, capture(), EventOptions.DEFAULT, (c, at) -> List.of())) {
      var analysis = new Analysis(lines);
      frames.forEach(frame -> analysis.accept(frame.frame()));
      lines.flush();
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
