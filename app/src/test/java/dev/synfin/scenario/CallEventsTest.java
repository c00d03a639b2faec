package dev.synfin.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.socket.Call;
import dev.synfin.socket.Family;
import dev.synfin.socket.Kind;
import dev.synfin.socket.Socket;
import dev.synfin.socket.SocketException;
import dev.synfin.timeline.CallEvent;
import dev.synfin.timeline.CallLinesWriter;
import dev.synfin.timeline.Timelines;
import dev.synfin.track.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallEventsTest {
  @TempDir private Path folder;

  @Test
  void aCallIsAnEventOfItsSide() {
    var call =
        new Call(
            Instant.parse("2026-11-01T09:30:00.123456789Z"),
            1_500,
            "recv",
            List.of("hello", 1_024),
            5,
            null,
            77,
            6,
            "10.0.0.2:8080",
            "10.0.0.1:40000");

    assertThat(CallEvents.of(Side.SERVER, call))
        .isEqualTo(
            new CallEvent(
                Side.SERVER,
                null,
                call.at(),
                1_500L,
                "recv",
                List.of("hello", 1_024L),
                5L,
                null,
                77L,
                6,
                "10.0.0.2:8080",
                "10.0.0.1:40000"));
  }

  @Test
  void realCallsAreWrittenALineEachAndReadBack() throws IOException {
    var file = folder.resolve("calls.jsonl");
    try (var lines = new CallLinesWriter(file)) {
      openAndClose(lines);
    }

    var first = Files.readAllLines(file, UTF_8).getFirst();
    assertThat(first)
        .startsWith("{\"event\":\"call\",\"side\":\"client\",\"t_ns\":null,\"at\":\"")
        .contains("\"call\":\"socket\",\"args\":[\"AF_INET\",\"SOCK_STREAM\"],\"result\":");
    assertThat(Timelines.readCalls(file))
        .extracting(CallEvent::call)
        .containsExactly("socket", "close");
  }

  @Test
  void aLineIsInTheFileAsSoonAsItIsWrittenAlsoOnAnInterruptedThread() throws IOException {
    var file = folder.resolve("calls.jsonl");
    try (var lines = new CallLinesWriter(file)) {
      Thread.currentThread().interrupt();
      openAndClose(lines);
      assertThat(Thread.interrupted()).isTrue();

      assertThat(Timelines.readCalls(file)).hasSize(2);
    }
  }

  private static void openAndClose(CallLinesWriter lines) throws SocketException {
    Socket.open(Family.INET, Kind.STREAM, call -> lines.write(CallEvents.of(Side.CLIENT, call)))
        .close();
  }
}
