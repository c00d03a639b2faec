package dev.synfin.watch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A browser that looks on. What it was not told yet waits here, of each topic the latest alone: one
 * that is slow sees fewer states in between, needs no more memory, and delays nobody.
 */
final class Viewer {
  private static final long BEAT_MS = 10_000;

  private final Map<String, String> waiting = new LinkedHashMap<>();
  private boolean closed;

  /** Leaves it word; never waits for it. */
  synchronized void tell(String topic, String data) {
    waiting.remove(topic);
    waiting.put(topic, data);
    notifyAll();
  }

  /** Lets {@link #serve} end. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  /** Sends what there is as server-sent events, until it is closed or the browser has gone. */
  void serve(OutputStream out) throws IOException {
    while (true) {
      Map<String, String> words = take();
      if (words == null) {
        return;
      }
      var text = new StringBuilder(words.isEmpty() ? ": still here\n\n" : "");
      words.forEach((topic, data) ->
          text.append("event: ").append(topic).append("\ndata: ").append(data).append("\n\n"));
      out.write(text.toString().getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
  }

  /** What waits, nothing after a while without, null at the end. */
  private synchronized @Nullable Map<String, String> take() {
    try {
      long end = System.currentTimeMillis() + BEAT_MS;
      long left = BEAT_MS;
      while (waiting.isEmpty() && !closed && left > 0) {
        wait(left);
        left = end - System.currentTimeMillis();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
    var words = new LinkedHashMap<>(waiting);
    waiting.clear();
    return closed ? null : words;
  }
}
