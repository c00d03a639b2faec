package dev.synfin.timeline;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.wire.FrameBuilder;
import dev.synfin.wire.TcpSegment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryWriterTest {
  private static final long START = 1_700_000_000_000_000_000L;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final SummaryWriter writer = new SummaryWriter(out);
  private final Analysis analysis = new Analysis(writer, 2);
  private long frames;

  @Test
  void a_connection_is_one_line() throws IOException {
    client(TcpSegment.SYN, 99, 0, "");
    server(TcpSegment.SYN | TcpSegment.ACK, 999, 100, "");
    client(TcpSegment.ACK, 100, 1000, "hello");

    assertThat(lines().get(1).split(" +"))
        .containsExactly(
            "tcp",
            "10.0.0.1:40000",
            "10.0.0.2:80",
            "S1",
            "ShD",
            "2",
            "5",
            "1",
            "0",
            "0.000000000",
            "0.002000000",
            "2.000000");
  }

  @Test
  void the_columns_stand_under_their_names() throws IOException {
    client(TcpSegment.SYN, 99, 0, "");

    var lines = lines();

    assertThat(lines.get(0)).startsWith("proto client                server");
    assertThat(lines.get(1)).startsWith("tcp   10.0.0.1:40000        10.0.0.2:80").endsWith(" -");
    assertThat(lines.get(1)).hasSameSizeAs(lines.get(0));
  }

  @Test
  void an_IPv6_address_has_brackets_as_in_the_ladder() throws IOException {
    accept(new FrameBuilder().from("fd00::1", 5353).to("fd00::2", 53).udp().payload("?"));

    assertThat(lines().get(1)).contains("udp   [fd00::1]:5353", "[fd00::2]:53", " S0 ", " D ");
  }

  @Test
  void the_last_line_counts_everything_and_what_was_given_up() throws IOException {
    for (int port = 1; port <= 3; port++) {
      accept(new FrameBuilder().from("10.0.0.1", port).to("10.0.0.2", 80).flags(TcpSegment.SYN));
    }

    assertThat(lines().getLast())
        .isEqualTo(
            "3 connections, 0 UDP conversations; 3 frames: 3 TCP, 0 UDP, 0 other, 0 malformed,"
                + " 0 truncated; 1 given up");
  }

  private List<String> lines() throws IOException {
    analysis.finish();
    writer.end(analysis);
    return out.toString(US_ASCII).lines().toList();
  }

  private void client(int flags, long seq, long ack, String payload) {
    var frame = new FrameBuilder().from("10.0.0.1", 40000).to("10.0.0.2", 80);
    accept(frame.flags(flags).seq(seq).ack(ack).payload(payload));
  }

  private void server(int flags, long seq, long ack, String payload) {
    var frame = new FrameBuilder().from("10.0.0.2", 80).to("10.0.0.1", 40000);
    accept(frame.flags(flags).seq(seq).ack(ack).payload(payload));
  }

  private void accept(FrameBuilder frame) {
    analysis.accept(frame.number(frames + 1).at(START + 1_000_000 * frames++).frame());
  }
}
