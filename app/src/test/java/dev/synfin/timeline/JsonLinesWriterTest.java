package dev.synfin.timeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synfin.track.Side;
import dev.synfin.wire.FrameBuilder;
import dev.synfin.wire.TcpSegment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLinesWriterTest {
  private static final int SYN = TcpSegment.SYN;
  private static final int ACK = TcpSegment.ACK;
  private static final int PSH = TcpSegment.PSH;
  private static final int FIN = TcpSegment.FIN;

  private final List<FrameBuilder> frames = new ArrayList<>();
  private long clock = 1_700_000_000_000_000_001L;

  JsonLinesWriterTest() {
    client(SYN, 999, 0).mss(1460).windowScale(7).sackPermitted().timestamps(1, 0);
    server(SYN | ACK, 4_294_967_295L, 1000).mss(1400).windowScale(8).timestamps(-2, 1);
    client(ACK, 1000, 0);
    client(ACK | PSH, 1000, 0).payload("hello\n");
    client(ACK | PSH, 1000, 0).payload("hello\n");
    client(ACK | PSH, 1010, 0).payload(new byte[] {27, '[', '3', '1', 'm'});
    server(ACK, 0, 1006).sack(1010, 1015);
    add(frame("fd00::1", 5353, "fd00::2", 53).udp().payload("wörter"));
    add(frame("10.0.0.1", 5000, "10.0.0.2", 7).udp().payload("echo?"));
    add(frame("10.0.0.2", 0, "10.0.0.1", 0).icmp(3, 3, quoted()));
    server(ACK | FIN, 0, 1015);
    client(ACK | FIN, 1015, 1);
    server(ACK, 1, 1016);
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 3, 0})
  void tells_the_same_as_the_document(int payloadBytes) throws IOException {
    var options = EventOptions.DEFAULT.withPayloadBytes(payloadBytes).withLinkType("EN10MB");

    var streamed = TimelineSchema.assertValidLines(lines(options));

    assertThat(streamed).isEqualTo(document(options));
    assertThat(streamed.connections()).hasSize(3);
    assertThat(streamed.connections().getFirst().segments()).hasSize(10);
    TimelineSchema.assertValid(document(options));
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 5, 0})
  void writes_the_octets_that_Jackson_would(int payloadBytes) throws IOException {
    client(ACK | PSH, 1015, 1)
        .payload("tab\t, \"quotes\", \\, ü, \u20AC, \uD83D\uDE00")
        .timestamps(9, 8);
    var options = EventOptions.DEFAULT.withPayloadBytes(payloadBytes);

    assertThat(lines(options).lines())
        .containsAll(JacksonLines.of(document(options)))
        .hasSize(JacksonLines.of(document(options)).size() + 2);
  }

  @Test
  void leaves_events_out_where_they_are_not_wanted() throws IOException {
    var options = EventOptions.DEFAULT.withEvents(false);

    var lines = lines(options);

    assertThat(lines.lines()).hasSize(5);
    assertThat(TimelineSchema.assertValidLines(lines)).isEqualTo(document(options));
    assertThat(document(options).connections().getFirst().events()).isNull();
  }

  @Test
  void begins_with_the_capture_and_ends_with_it() throws IOException {
    var lines = lines(EventOptions.DEFAULT).lines().toList();

    assertThat(lines.getFirst())
        .startsWith("{\"type\":\"capture\",\"format\":\"synfin-timeline/1\"");
    assertThat(lines.get(1)).startsWith("{\"type\":\"segment\",\"protocol\":\"tcp\",\"stream\":0,");
    assertThat(lines.getLast()).startsWith("{\"type\":\"end\",\"capture\":");
  }

  @Test
  void knows_the_lab_hosts_by_name() throws IOException {
    var options = EventOptions.DEFAULT.withNames(Map.of("10.0.0.2", "server"));

    assertThat(document(options).connections().getFirst().server())
        .isEqualTo(new Endpoint("10.0.0.2", 8080, "server"));
  }

  @Test
  void writes_calls_and_kernel_samples_too() throws IOException {
    var call =
        new CallEvent(
            Side.SERVER,
            null,
            TraceFixture.START,
            5L,
            "listen",
            List.of(5L),
            null,
            null,
            1L,
            3,
            null,
            null);
    var sample =
        new KernelSample(
            TraceFixture.START,
            Side.SERVER,
            Map.of("LISTEN", 1L),
            Map.of(),
            null,
            null,
            null,
            Map.of(),
            null);
    var out = new ByteArrayOutputStream();
    try (var writer = new JsonLinesWriter(out, capture(), EventOptions.DEFAULT)) {
      writer.call(call);
      writer.kernel(sample);
      writer.end(capture());
    }

    var read = TimelineSchema.assertValidLines(out.toString(UTF_8));

    assertThat(read.calls()).containsExactly(call);
    assertThat(read.kernel()).containsExactly(sample);
  }

  @Test
  void a_segment_cut_behind_its_ports_is_told_without_a_stream() throws IOException {
    frames.clear();
    client(SYN, 999, 0).snaplen(40);

    var lines = lines(EventOptions.DEFAULT);

    assertThat(lines.lines().toList().get(1))
        .startsWith("{\"type\":\"segment\",\"protocol\":\"tcp\",\"stream\":null,\"frame\":1,")
        .contains("\"source\":{\"address\":\"10.0.0.1\",\"port\":40000,")
        .endsWith("\"header_cut\":true,\"flags\":[],\"seq\":0,\"len\":0}");
    assertThat(TimelineSchema.assertValidLines(lines)).isEqualTo(document(EventOptions.DEFAULT));
    assertThat(document(EventOptions.DEFAULT).connections()).isEmpty();
  }

  @Test
  void what_a_killed_writer_left_is_read_as_far_as_it_goes() throws IOException {
    var whole = lines(EventOptions.DEFAULT);
    var cut = whole.substring(0, whole.indexOf("{\"type\":\"end\""));

    assertThat(TimelineSchema.assertValidLines(cut).connections()).hasSize(3);
  }

  @Test
  void names_the_line_that_does_not_fit() {
    var lines = "{\"type\":\"capture\"}\n";

    assertThatThrownBy(() -> Timelines.read(new ByteArrayInputStream(lines.getBytes(UTF_8))))
        .isInstanceOf(TimelineException.class)
        .hasMessageContaining("line 1");
  }

  @Test
  void a_full_disk_is_an_exception_of_its_own_cause() throws IOException {
    var full =
        new OutputStream() {
          @Override
          public void write(int octet) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    var writer = new JsonLinesWriter(full, capture(), EventOptions.DEFAULT);

    assertThatThrownBy(writer::flush)
        .isInstanceOf(IOException.class)
        .hasMessage("No space left on device");
    assertThatThrownBy(
            () -> {
              var analysis = new Analysis(writer);
              for (var i = 0; i < 1000; i++) {
                for (var frame : frames) {
                  analysis.accept(frame.frame());
                }
              }
            })
        .isInstanceOf(UncheckedIOException.class);
  }

  private String lines(EventOptions options) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var writer = new JsonLinesWriter(out, capture(), options)) {
      var analysis = new Analysis(writer);
      frames.forEach(frame -> analysis.accept(frame.frame()));
      analysis.finish();
      writer.end(capture());
    }
    return out.toString(UTF_8);
  }

  private Timeline document(EventOptions options) {
    var builder = new TimelineBuilder(options);
    var analysis = new Analysis(builder);
    frames.forEach(frame -> analysis.accept(frame.frame()));
    analysis.finish();
    return builder.build(capture());
  }

  private static Capture capture() {
    return TraceFixture.capture("file", null);
  }

  private FrameBuilder client(int flags, long seq, long ack) {
    return add(frame("10.0.0.1", 40000, "10.0.0.2", 8080).flags(flags).seq(seq).ack(ack));
  }

  private FrameBuilder server(int flags, long seq, long ack) {
    return add(frame("10.0.0.2", 8080, "10.0.0.1", 40000).flags(flags).seq(seq).ack(ack));
  }

  private FrameBuilder add(FrameBuilder frame) {
    frames.add(frame);
    clock += 100_000;
    return frame.number(frames.size()).at(clock);
  }

  private static FrameBuilder frame(String from, int fromPort, String to, int toPort) {
    return new FrameBuilder().from(from, fromPort).to(to, toPort);
  }

  private static byte[] quoted() {
    return frame("10.0.0.1", 5000, "10.0.0.2", 7).udp().payload("echo?").packet();
  }
}
