package dev.synfin.stage;

import dev.synfin.capture.CaptureOptions;
import dev.synfin.capture.CaptureStatus;
import dev.synfin.capture.LiveCapture;
import dev.synfin.timeline.KernelSample;
import dev.synfin.track.Side;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A tap that sends what it captures down a stream as it comes. Asked with {@code prove N}, it
 * answers with a proof once everything that was sent before has left; it ends with the stream that
 * asks it, so that a listener who is killed leaves nothing behind.
 */
final class TapStream {
  /** Which interface: the one that is not the loopback, or all such where there are several. */
  static final String AUTO = "auto";

  private final String iface;
  private final @Nullable String filter;
  private final @Nullable Outward outward;
  private final KernelSamples kernel;

  TapStream(String iface, @Nullable String filter, Side side, Set<Integer> ports) {
    this(iface, filter, side, ports, iface.equals(AUTO) ? Outward.ofThisNamespace() : null);
  }

  private TapStream(
      String iface,
      @Nullable String filter,
      Side side,
      Set<Integer> ports,
      @Nullable Outward outward) {
    this.outward = outward;
    this.iface = outward == null ? iface : outward.toCapture();
    this.filter = outward == null || !outward.areSeveral() ? filter : withoutLoopback(filter);
    this.kernel = new KernelSamples(side, ports, ports);
  }

  private static String withoutLoopback(@Nullable String filter) {
    String outside = "not net 127.0.0.0/8 and not host ::1";
    return filter == null ? outside : "(" + filter + ") and " + outside;
  }

  /** Captures until the requests end. */
  void serve(InputStream requests, OutputStream out) throws IOException {
    try (var records = new TapRecordWriter(out)) {
      try (LiveCapture live = LiveCapture.open(CaptureOptions.of(iface, filter))) {
        capture(live, requests, records);
      } catch (IOException e) {
        records.failed(Objects.requireNonNullElse(e.getMessage(), e.toString()));
      }
    }
  }

  private void capture(LiveCapture live, InputStream requests, TapRecordWriter records)
      throws IOException {
    var began = Instant.now();
    live.start(records::frame);
    records.begun(
        new TapRecord.Begun(
            iface,
            filter,
            live.linkType(),
            CaptureOptions.of(iface, filter).snaplen(),
            live.nanoseconds(),
            began));
    records.kernel(kernel.now());
    var lines = new BufferedReader(new InputStreamReader(requests, StandardCharsets.US_ASCII));
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("prove ")) {
        long request = Long.parseLong(line.substring("prove ".length()));
        var asked = new Asked(live);
        CaptureStatus status = live.prove(asked);
        records.kernel(asked.latest());
        records.proof(proof(request, status));
      }
    }
  }

  /** Asks the kernel while the capture waits for silence, and again where there was none. */
  private final class Asked implements Runnable {
    private final LiveCapture live;
    private long frames;
    private @Nullable KernelSample sample;

    Asked(LiveCapture live) {
      this.live = live;
    }

    @Override
    public void run() {
      frames = live.frames();
      try {
        sample = kernel.now();
      } catch (IOException e) {
        sample = null; // then it is asked again, where it may fail
      }
    }

    KernelSample latest() throws IOException {
      return sample != null && frames == live.frames() ? sample : kernel.now();
    }
  }

  /** At a moment after that of the kernel's sample, which belongs to it. */
  private TapRecord.Proof proof(long request, CaptureStatus status) {
    String moved = status.reason() != null || outward == null ? null : outward.moved();
    return new TapRecord.Proof(
        request,
        status.complete() && moved == null,
        moved == null ? status.reason() : moved,
        status.droppedByKernel(),
        status.droppedByInterface(),
        Instant.now());
  }
}
