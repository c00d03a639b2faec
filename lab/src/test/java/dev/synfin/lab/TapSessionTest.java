package dev.synfin.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.synfin.stage.TapRecord;
import dev.synfin.stage.TapRecord.Captured;
import dev.synfin.timeline.Capture;
import dev.synfin.timeline.CaptureFiles;
import dev.synfin.timeline.EventOptions;
import dev.synfin.timeline.SourceCapture;
import dev.synfin.timeline.Timeline;
import dev.synfin.timeline.Timelines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a session makes of the records of its tap. */
class TapSessionTest {
  /** A SYN from 10.0.0.1:1024 to 10.0.0.2:80. */
  private static final byte[] SYN =
      HexFormat.of()
          .parseHex(
              "0200000000020200000000010800"
                  + "4500002800004000400600000a0000010a000002"
                  + "0400005000000001000000005002ffff00000000");

  /** The same client, after its SYN. */
  private static final byte[] ACK =
      HexFormat.of()
          .parseHex(
              "0200000000020200000000010800"
                  + "4500002800004000400600000a0000010a000002"
                  + "0400005000000002000000025010ffff00000000");

  private final TapSession session =
      new TapSession(place(), "redis", null, UnaryOperator.identity());

  private static Place place() {
    return new Place("redis", "container:1", List.of("10.0.0.2"), Set.of(), Set.of(), Map.of());
  }

  @Test
  void aFrameThatComesWhileTheCaptureIsBeingProvedIsKept() {
    session.accept(new Captured(1_700_000_000_000_000_000L, SYN.length, SYN));
    session.accept(new TapRecord.Begun("eth0", null, 1, 262_144, true, Instant.EPOCH));
    session.awaitBegin();

    assertThat(session.soFar().connections())
        .singleElement()
        .satisfies(connection -> assertThat(connection.server().text()).isEqualTo("10.0.0.2:80"));
    session.close();
  }

  @Test
  void aConnectionThatIsOpenAlreadyKeepsItsMarkOfTheProxy() {
    var watch = new ProxyWatch();
    watch.accept(new TapRecord.Begun("lo", null, 1, 262_144, true, Instant.EPOCH));
    watch.accept(new Captured(1_700_000_000_000_000_000L, SYN.length, SYN));
    var published =
        new TapSession(
            new Place(
                "redis",
                "container:1",
                List.of("10.0.0.2"),
                Set.of("10.0.0.1"),
                Set.of(),
                Map.of(80, Set.of(80))),
            "redis",
            watch,
            UnaryOperator.identity());
    published.accept(new TapRecord.Begun("eth0", null, 1, 262_144, true, Instant.EPOCH));
    published.accept(new Captured(1_700_000_000_000_100_000L, SYN.length, SYN));
    published.accept(new Captured(1_700_000_001_000_000_000L, ACK.length, ACK));

    assertThat(
            published
                .between(mark(1), mark(2), EventOptions.DEFAULT)
                .connections()
                .getFirst()
                .client()
                .name())
        .isEqualTo("docker-proxy");
    published.close();
  }

  @Test
  void theTimelineEndsAtItsMark() {
    session.accept(new TapRecord.Begun("eth0", null, 1, 262_144, true, Instant.EPOCH));
    session.accept(new Captured(1_700_000_000_000_000_000L, SYN.length, SYN));
    session.accept(new Captured(1_700_000_001_000_000_000L, ACK.length, ACK));

    assertThat(session.timeline(mark(1)).connections().getFirst().segments()).hasSize(1);
    assertThat(session.timeline(mark(2)).connections().getFirst().segments()).hasSize(2);
    session.close();
  }

  @Test
  void whatWasDroppedBeforeABlockIsNoneOfItsOwn() {
    var before = dropped(3);

    assertThat(dropped(3).since(before).reason()).isNull();
    assertThat(dropped(5).since(before).reason()).isEqualTo("2 frames were dropped");
    assertThat(dropped(5).since(TapSession.Mark.BEGINNING).reason())
        .isEqualTo("5 frames were dropped");
    assertThat(dropped(3).since(before.withReason("interface gone")).reason())
        .isEqualTo("interface gone");
  }

  private static TapSession.Mark dropped(long frames) {
    String reason = frames + " frames were dropped";
    var proof = new TapRecord.Proof(1, false, reason, frames, 0, Instant.EPOCH);
    return new TapSession.Mark(9, Instant.EPOCH, proof, reason);
  }

  private static TapSession.Mark mark(long frames) {
    return new TapSession.Mark(frames, Instant.EPOCH, null, null);
  }

  @Test
  void aTapThatIsStoppedWhileItIsKeptIsLeftOut(@TempDir Path folder) throws Exception {
    for (int i = 0; i < 100; i++) {
      var stopped = new TapSession(place(), "stopped", null, UnaryOperator.identity());
      stopped.accept(new TapRecord.Begun("eth0", null, 1, 262_144, true, Instant.EPOCH));
      stopped.accept(new Captured(1_700_000_000_000_000_000L, SYN.length, SYN));
      var part = new Kept.Part(stopped, TapSession.Mark.BEGINNING, mark(1));
      Thread other = Thread.ofPlatform().start(stopped::close);

      boolean written = Kept.write(List.of(part), false, folder.resolve("kept-" + i));

      other.join();
      assertThat(Files.exists(folder.resolve("kept-" + i + "/timeline.json"))).isEqualTo(written);
    }
  }

  @Test
  void theFramesOfABlockAreNumberedAsThoseOfItsCapture(@TempDir Path folder) throws IOException {
    session.accept(new TapRecord.Begun("eth0", null, 1, 262_144, true, Instant.EPOCH));
    session.accept(new Captured(1_700_000_000_000_000_000L, SYN.length, SYN));
    session.accept(new Captured(1_700_000_001_000_000_000L, ACK.length, ACK));

    Kept.write(List.of(new Kept.Part(session, mark(1), mark(2))), false, folder);

    Timeline kept = Timelines.read(folder.resolve("timeline.json"));
    Path file = SourceCapture.beside(folder.resolve("timeline.json"), kept).file();
    Capture capture = kept.captures().getFirst();
    assertThat(file).isEqualTo(folder.resolve("capture.pcap"));
    assertThat(capture.sha256()).hasSize(64);
    assertThat(frames(kept))
        .isEqualTo(frames(CaptureFiles.read(file, capture, EventOptions.DEFAULT)))
        .containsExactly(1L);
    session.close();
  }

  private static List<Long> frames(Timeline timeline) {
    return timeline.connections().getFirst().segments().stream().map(s -> s.frame()).toList();
  }

  @Test
  void whatAStoppedTapSawIsNotTold() {
    session.accept(new TapRecord.Begun("eth0", null, 1, 262_144, true, Instant.EPOCH));
    session.close();

    assertThatIllegalStateException()
        .isThrownBy(() -> session.between(mark(0), mark(0), EventOptions.DEFAULT))
        .withMessage("The tap was stopped.");
  }

  @Test
  void aTapThatCouldNotStartSaysWhy() {
    session.accept(new TapRecord.Failed("No right to capture."));

    assertThatIllegalStateException()
        .isThrownBy(session::awaitBegin)
        .withMessage("The tap of redis could not start: No right to capture.");
  }

  @Test
  void aTapThatEndsIsNotComplete() {
    session.accept(new TapRecord.Begun("eth0", null, 1, 262_144, true, Instant.EPOCH));
    session.ended("the tap's container ended", null);

    assertThat(session.hasEnded()).isTrue();
    TapSession.Mark mark = session.prove(request -> {});
    assertThat(session.timeline(mark).complete()).isFalse();
    assertThat(session.timeline(mark).captures().getFirst().reason())
        .isEqualTo("the tap's container ended");
    session.close();
  }
}
