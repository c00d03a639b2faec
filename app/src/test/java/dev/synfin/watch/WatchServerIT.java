package dev.synfin.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.timeline.Timelines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real runs on loopback, started and watched through the page's own requests. */
@Timeout(120)
class WatchServerIT {
  @TempDir private Path timelines;
  private WatchServer server;
  private Browser browser;

  @BeforeEach
  void serve() throws Exception {
    server = Served.on(0, timelines);
    browser = Browser.of(server.address());
  }

  @AfterEach
  void end() {
    browser.close();
    server.close();
  }

  @Test
  void aScenarioIsStartedItsConnectionGrowsAndItsResultIsShown() throws Exception {
    try (var events = browser.events()) {
      assertThat(browser.start("keep-alive").statusCode()).isEqualTo(202);
      assertThat(browser.start("handshake").statusCode()).as("one at a time").isEqualTo(409);

      var frames = new ArrayList<Long>();
      String state = "";
      while (!state.equals("passed")) {
        var event = events.next();
        if (event.topic().equals("run")) {
          state = event.data().path("state").asString();
        } else if (event.data().path("number").asInt() > 0) {
          frames.add(event.data().path("connections").path(0).path("frames").asLong());
        }
      }

      assertThat(frames).isSorted().hasSizeGreaterThan(1);
      assertThat(frames.getFirst()).isPositive().isLessThan(frames.getLast());
      assertThat(browser.json("/api/live").path("scenario").path("result").asString())
          .isEqualTo("passed");
    }
    Path left = timelines.resolve("keep-alive/timeline.json");
    assertThat(browser.get("/api/timelines/keep-alive/timeline.json").body())
        .isEqualTo(Files.readString(left));
    assertThat(Timelines.read(left).connections()).hasSize(1);
  }

  @Test
  void tenViewersSeeARunToItsEndThoughAnotherDoesNotRead() throws Exception {
    try (var stuck = browser.viewerThatDoesNotRead()) {
      var viewers = new ArrayList<Browser.Events>();
      for (int i = 0; i < 10; i++) {
        viewers.add(browser.events());
      }

      assertThat(browser.start("handshake").statusCode()).isEqualTo(202);

      List<String> ends = new ArrayList<>();
      for (Browser.Events viewer : viewers) {
        ends.add(viewer.untilTheRunEnds());
        viewer.close();
      }
      assertThat(ends).hasSize(10).containsOnly("passed");
      assertThat(stuck.isConnected()).isTrue();
    }
  }

  @Test
  void whatTheLastRunLeftIsNotTakenForTheNext() throws Exception {
    for (int i = 0; i < 2; i++) {
      try (var events = browser.events()) {
        assertThat(browser.start("refused").statusCode()).isEqualTo(202);
        var event = events.next();
        while (!event.data().path("state").asString("").equals("running")) {
          event = events.next();
        }
        var live = events.next();
        assertThat(live.topic()).isEqualTo("live");
        assertThat(live.data().path("number").asInt()).isZero();
        assertThat(events.untilTheRunEnds()).isEqualTo("passed");
      }
    }
  }

  @Test
  void theServersEndStopsTheRunAndKeepsWhatItCaptured() throws Exception {
    try (var events = browser.events()) {
      assertThat(browser.start("keep-alive").statusCode()).isEqualTo(202);
      var event = events.next();
      while (!event.topic().equals("live")) {
        event = events.next();
      }

      server.close();
    }
    assertThat(timelines.resolve("keep-alive/verdict.json")).content().contains("stopped");
  }
}
