package dev.synfin.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.capture.CaptureFile;
import dev.synfin.capture.CaptureFileWriter;
import dev.synfin.timeline.CaptureFiles;
import dev.synfin.timeline.EventOptions;
import dev.synfin.timeline.Timelines;
import dev.synfin.wire.FrameBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The headers of a run's packets, as the live page asks for them. */
@Timeout(60)
class RunHeadersTest {
  @TempDir private Path home;
  private Path run;
  private WatchServer server;
  private Browser browser;

  @BeforeEach
  void serve() throws Exception {
    Path timelines = Files.createDirectory(home.resolve("timelines"));
    run = Files.createDirectory(timelines.resolve("handshake"));
    Path pcap = run.resolve("client.pcap");
    try (var writer = new CaptureFileWriter(pcap, 1, 65_535)) {
      writer.write(new FrameBuilder().from("192.0.2.1", 40000).to("192.0.2.2", 80).frame());
    }
    try (CaptureFile file = CaptureFile.open(pcap)) {
      Timelines.write(
          CaptureFiles.read(pcap, CaptureFiles.of(file), EventOptions.DEFAULT),
          run.resolve("timeline.json"));
    }
    server = Served.on(0, timelines);
    browser = Browser.of(server.address());
  }

  @AfterEach
  void end() {
    browser.close();
    server.close();
  }

  private String headers() throws Exception {
    return browser.get("/api/timelines/handshake/headers").body();
  }

  @Test
  void theyComeFromTheCapturesThatTheRunLeft() throws Exception {
    assertThat(headers()).startsWith("0 1 right ").endsWith("\n0 there\n");
  }

  @Test
  void aCaptureThatLeadsOutOfTheFolderIsNone() throws Exception {
    Path outside = Files.move(run.resolve("client.pcap"), home.resolve("client.pcap"));
    Files.createSymbolicLink(run.resolve("client.pcap"), outside);

    assertThat(headers()).isEqualTo("0 unnamed\n");
  }

  @Test
  void whatIsNoTimelineHasNone() throws Exception {
    Files.writeString(run.resolve("timeline.json"), "{}");

    assertThat(browser.get("/api/timelines/handshake/headers").statusCode()).isEqualTo(404);
    assertThat(browser.get("/api/timelines/nothing/headers").statusCode()).isEqualTo(404);
  }

  @Test
  void withoutTheTokenNobodyGetsThem() throws Exception {
    try (var stranger = Browser.stranger(server.address())) {
      assertThat(stranger.get("/api/timelines/handshake/headers").statusCode()).isEqualTo(403);
    }
  }
}
