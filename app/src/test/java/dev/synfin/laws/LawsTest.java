package dev.synfin.laws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.capture.CaptureFile;
import dev.synfin.timeline.Analysis;
import dev.synfin.timeline.EventOptions;
import dev.synfin.timeline.JsonLinesWriter;
import dev.synfin.timeline.Timeline;
import dev.synfin.timeline.TimelineBuilder;
import dev.synfin.timeline.Timelines;
import dev.synfin.timeline.TraceFixture;
import dev.synfin.wire.FrameBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LawsTest {
  private static final int ETHERNET = 1, RAW = 101;

  static IntStream seeds() {
    return IntStream.range(0, 25);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void inWhateverPiecesAFileArrivesItsTimelineIsTheSame(int seed) throws IOException {
    List<FrameBuilder> frames = RandomTraffic.of(seed).frames(1000, 500_000, RAW);

    try (var file = CaptureFile.open(new Trickle(pcap(frames), seed), "standard input")) {
      var builder = new TimelineBuilder(EventOptions.DEFAULT);
      var analysis = new Analysis(builder);
      file.deliverTo(analysis);
      analysis.finish();
      assertThat(builder.build(TraceFixture.capture("file", null))).isEqualTo(timeline(frames));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void otherInitialSequenceNumbersChangeOnlyTheRawNumbers(int seed) throws IOException {
    RandomTraffic traffic = RandomTraffic.of(seed);
    var random = new Random(seed);
    int client = random.nextInt();
    int server = random.nextInt();

    String before = json(timeline(traffic.frames(client, server, RAW)));
    String half = json(timeline(traffic.frames(client + (1 << 31), server + (1 << 31), RAW)));
    String wrapping = json(timeline(traffic.frames(-1500, -700, RAW)));

    assertThat(withoutRawNumbers(half)).isEqualTo(withoutRawNumbers(before));
    assertThat(withoutRawNumbers(wrapping)).isEqualTo(withoutRawNumbers(before));
    assertThat(half).isNotEqualTo(before);
  }

  private static String withoutRawNumbers(String json) {
    return json.replaceAll("\"raw_(seq|ack)\" ?: ?\\d+", "");
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anotherLinkChangesOnlyTheLayers(int seed) throws IOException {
    RandomTraffic traffic = RandomTraffic.of(seed);
    String raw = withoutLayers(timeline(traffic.frames(1000, 2000, RAW)));

    for (int link : new int[] {0, 1, 6, 9, 10, 108, 113, 258, 276}) {
      assertThat(withoutLayers(timeline(traffic.frames(1000, 2000, link)))).isEqualTo(raw);
    }
    List<FrameBuilder> tagged = traffic.frames(1000, 2000, ETHERNET);
    tagged.forEach(frame -> frame.vlan(0x88A8, 7).vlan(0x8100, 8));
    assertThat(withoutLayers(timeline(tagged))).isEqualTo(raw);
    List<FrameBuilder> labelled = traffic.frames(1000, 2000, ETHERNET);
    labelled.forEach(frame -> frame.mpls(16).mpls(17));
    assertThat(withoutLayers(timeline(labelled))).isEqualTo(raw);
    List<FrameBuilder> dialled = traffic.frames(1000, 2000, ETHERNET);
    dialled.forEach(FrameBuilder::pppoe);
    assertThat(withoutLayers(timeline(dialled))).isEqualTo(raw);
  }

  private static String withoutLayers(Timeline timeline) throws IOException {
    return json(timeline).replaceAll("(?s)\"layers\" ?: ?\\[.*?\\]", "");
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatWasWrittenIsReadAgain(int seed) throws IOException {
    List<FrameBuilder> frames = RandomTraffic.of(seed).frames(-5, 7, ETHERNET);
    Timeline timeline = timeline(frames);

    assertThat(read(json(timeline))).isEqualTo(timeline);
    assertThat(read(lines(frames))).isEqualTo(timeline);
  }

  private static Timeline timeline(List<FrameBuilder> frames) {
    var builder = new TimelineBuilder(EventOptions.DEFAULT);
    follow(frames, new Analysis(builder));
    return builder.build(TraceFixture.capture("file", null));
  }

  private static String lines(List<FrameBuilder> frames) throws IOException {
    var out = new ByteArrayOutputStream();
    var capture = TraceFixture.capture("file", null);
    try (var writer = new JsonLinesWriter(out, capture, EventOptions.DEFAULT)) {
      follow(frames, new Analysis(writer));
      writer.end(capture);
    }
    return out.toString(UTF_8);
  }

  private static void follow(List<FrameBuilder> frames, Analysis analysis) {
    frames.forEach(frame -> analysis.accept(frame.frame()));
    analysis.finish();
  }

  private static String json(Timeline timeline) throws IOException {
    var out = new ByteArrayOutputStream();
    Timelines.write(timeline, out);
    return out.toString(UTF_8);
  }

  private static Timeline read(String text) throws IOException {
    return Timelines.read(new ByteArrayInputStream(text.getBytes(UTF_8)));
  }

  /** A capture file with nanoseconds and raw IP. */
  private static byte[] pcap(List<FrameBuilder> frames) {
    var out = new ByteArrayOutputStream();
    var header = ByteBuffer.allocate(24).putInt(0xA1B23C4D).putShort((short) 2).putShort((short) 4);
    out.writeBytes(header.putInt(0).putInt(0).putInt(65_535).putInt(RAW).array());
    for (FrameBuilder each : frames) {
      long nanos = each.frame().epochNanos();
      byte[] octets = each.octets();
      var record = ByteBuffer.allocate(16).putInt((int) (nanos / 1_000_000_000));
      record.putInt((int) (nanos % 1_000_000_000)).putInt(octets.length).putInt(octets.length);
      out.writeBytes(record.array());
      out.writeBytes(octets);
    }
    return out.toByteArray();
  }

  /** Gives what it has in pieces of random length. */
  private static final class Trickle extends FilterInputStream {
    private final Random random;

    Trickle(byte[] octets, long seed) {
      super(new ByteArrayInputStream(octets));
      random = new Random(seed);
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      return super.read(to, offset, Math.min(length, 1 + random.nextInt(100)));
    }
  }
}
