package dev.synfin.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One who does not read delays nobody, and is told the latest when he does. */
@Timeout(30)
class ViewersTest {
  /** Takes what it is given until the first flush, and then only when it is let. */
  private static final class Stuck extends OutputStream {
    final CountDownLatch reached = new CountDownLatch(1);
    final CountDownLatch released = new CountDownLatch(1);
    final ByteArrayOutputStream taken = new ByteArrayOutputStream();

    @Override
    public void write(int octet) {
      taken.write(octet);
    }

    @Override
    public void flush() throws IOException {
      reached.countDown();
      try {
        released.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  private static Thread serve(Viewer viewer, OutputStream out) {
    return Thread.ofVirtual()
        .start(() -> {
          try {
            viewer.serve(out);
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }

  @Test
  void whoIsStuckHearsOfEachTopicTheLatestAlone() throws Exception {
    var viewers = new Viewers();
    Viewer viewer = viewers.join().orElseThrow();
    var stuck = new Stuck();
    Thread thread = serve(viewer, stuck);
    viewers.tell("live", Map.of("state", 0));
    stuck.reached.await();

    for (int i = 1; i <= 100_000; i++) {
      viewers.tell("live", Map.of("state", i));
    }
    viewers.tell("run", Map.of("state", "passed"));
    stuck.released.countDown();
    while (!stuck.taken.toString(UTF_8).contains("passed")) {
      Thread.onSpinWait();
    }
    viewers.close();
    thread.join();

    assertThat(stuck.taken.toString(UTF_8))
        .isEqualTo(
            """
            event: live
            data: {"state":0}

            event: live
            data: {"state":100000}

            event: run
            data: {"state":"passed"}

            """);
  }

  @Test
  void whoComesLaterIsToldHowThingsStand() throws Exception {
    var viewers = new Viewers();
    viewers.tell("run", Map.of("state", "running"));
    viewers.tell("run", Map.of("state", "passed"));
    var out = new ByteArrayOutputStream();
    Thread thread = serve(viewers.join().orElseThrow(), out);
    while (out.size() == 0) {
      Thread.onSpinWait();
    }
    viewers.close();
    thread.join();

    assertThat(out.toString(UTF_8)).isEqualTo("event: run\ndata: {\"state\":\"passed\"}\n\n");
  }

  @Test
  void thereAreNeverMoreThanTheMachineBears() {
    try (var viewers = new Viewers()) {
      for (int i = 0; i < 64; i++) {
        assertThat(viewers.join()).isPresent();
      }
      assertThat(viewers.join()).isEmpty();
    }
  }
}
