package dev.synfin.capture;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Captures on an interface, and proves with fence packets that nothing is missing.
 *
 * <p>{@link #start} returns when the first fence has arrived: whatever is sent from then on is in
 * the capture. {@link #stop} ends it when a last fence has arrived: whatever was sent before is in
 * it too. Fences are neither delivered nor counted.
 */
public final class LiveCapture implements AutoCloseable {
  private static final Duration START_WITHIN = Duration.ofSeconds(2);
  private static final Duration STOP_WITHIN = Duration.ofMillis(900);
  private static final Duration QUIET = Duration.ofMillis(20);
  private static final Duration RESEND_AFTER = Duration.ofMillis(25);

  private final CaptureOptions options;
  private final Pcap4jInterface device;
  private final Fence fence;
  private final AtomicLong fenceSeen = new AtomicLong();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile long lastFrameAt = System.nanoTime();
  private volatile @Nullable IOException failure;
  private volatile long frames;
  private @Nullable Instant startedAt;
  private @Nullable CaptureStatus status;

  private LiveCapture(CaptureOptions options, Pcap4jInterface device, Fence fence) {
    this.options = options;
    this.device = device;
    this.fence = fence;
  }

  /**
   * Opens an interface; nothing is captured yet.
   *
   * @throws IOException without the right to capture, the interface, or libpcap, or if the filter
   *     does not compile; the message says what to do
   */
  public static LiveCapture open(CaptureOptions options) throws IOException {
    Pcap4jInterface device = Pcap4jInterface.open(options);
    try {
      return new LiveCapture(options, device, Fence.through(options.iface()));
    } catch (IOException e) {
      device.close();
      throw e;
    }
  }

  /** LINKTYPE_ number of the frames. */
  public int linkType() {
    return device.linkType();
  }

  /** Whether the kernel's time stamps have nanoseconds. */
  public boolean nanoseconds() {
    return device.nanoseconds();
  }

  /**
   * Starts, and returns when a fence packet has proved that frames arrive.
   *
   * @param sink called on the capture's own thread
   * @throws IOException if no fence arrives within two seconds
   */
  public void start(FrameSink sink) throws IOException {
    startedAt = Instant.now();
    Thread.ofPlatform().name("captures " + options.iface()).daemon().start(() -> run(sink));
    if (!seesFence(START_WITHIN)) {
      close();
      throw new IOException(
          "The capture on "
              + options.iface()
              + " does not see the packet that was sent to test it within "
              + START_WITHIN.toSeconds()
              + " s: is the interface up, and may this program send on it?");
    }
  }

  private void run(FrameSink sink) {
    try {
      device.loop(frame -> accept(frame, sink));
    } catch (IOException e) {
      failure = e;
    } finally {
      ended.countDown();
    }
  }

  private void accept(Frame frame, FrameSink sink) throws IOException {
    long number = fence.number(frame.linkType(), frame.octets(), frame.capturedLength());
    if (number < 0) {
      frame.set(
          frames + 1,
          frame.epochNanos(),
          frame.linkType(),
          frame.octets(),
          frame.offset(),
          frame.capturedLength(),
          frame.length());
      sink.accept(frame);
      lastFrameAt = System.nanoTime();
      countFrame();
    } else if (number > 0) {
      fenceSeen.set(number);
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes, others look
  private void countFrame() {
    frames++;
  }

  /** Sends fences until one that was sent from now on has arrived, or the time is over. */
  private boolean seesFence(Duration within) throws IOException {
    long deadline = System.nanoTime() + within.toNanos();
    long first = fence.send();
    long resendAt = System.nanoTime() + RESEND_AFTER.toNanos();
    while (fenceSeen.get() < first) {
      long now = System.nanoTime();
      if (now > deadline || ended.getCount() == 0) {
        return false;
      }
      if (now > resendAt) {
        fence.send();
        resendAt = now + RESEND_AFTER.toNanos();
      }
      pause(Duration.ofMillis(1));
    }
    return true;
  }

  private void pause(Duration duration) throws IOException {
    try {
      ended.await(duration.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while capturing on " + options.iface() + ".", e);
    }
  }

  /** Waits until the capture has ended by itself (its sink failed, or its interface went away). */
  public boolean endsWithin(Duration duration) throws IOException {
    pause(duration);
    return ended.getCount() == 0;
  }

  /** How many frames were delivered so far. */
  public long frames() {
    return frames;
  }

  /**
   * Proves that everything was delivered, and stops; takes at most a second.
   *
   * @throws IOException if the sink failed
   */
  public CaptureStatus stop() throws IOException {
    if (status != null) {
      return status;
    }
    String reason = provesEnd();
    device.breakLoop();
    wake();
    try {
      if (!ended.await(1, TimeUnit.SECONDS)) {
        reason = "the capture did not stop";
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      reason = "interrupted while stopping";
    }
    status = status(reason);
    close();
    IOException failed = failure;
    if (failed != null && !(failed instanceof InterfaceGoneException)) {
      throw failed;
    }
    return status;
  }

  /** Null if the end is proven, else why not. */
  private @Nullable String provesEnd() {
    long deadline = System.nanoTime() + STOP_WITHIN.toNanos();
    try {
      if (!seesFence(left(deadline))) {
        return "the packet that was sent to prove the end did not arrive";
      }
      while (System.nanoTime() - lastFrameAt < QUIET.toNanos() && left(deadline).isPositive()) {
        pause(Duration.ofMillis(2));
      }
      return seesFence(left(deadline)) ? null : "frames arrived without a pause until the end";
    } catch (IOException e) {
      return "no packet could be sent to prove the end: " + e.getMessage();
    }
  }

  private static Duration left(long deadline) {
    return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
  }

  /** A loop that waits for a frame notices the break when one comes. */
  private void wake() {
    try {
      fence.send();
    } catch (IOException e) {
      // the interface is gone, and the loop with it
    }
  }

  private CaptureStatus status(@Nullable String unproven) {
    long kernel = 0;
    long byInterface = 0;
    String reason = failure instanceof InterfaceGoneException ? "interface gone" : unproven;
    try {
      Pcap4jInterface.Drops drops = device.drops();
      kernel = drops.kernel();
      byInterface = drops.byInterface();
    } catch (IOException e) {
      reason = reason == null ? "the drop counters cannot be read" : reason;
    }
    if (reason == null && kernel + byInterface > 0) {
      reason = kernel + byInterface + " frames were dropped";
    }
    Instant began = startedAt == null ? Instant.now() : startedAt;
    return new CaptureStatus(
        reason == null, reason, frames, kernel, byInterface, began, Instant.now());
  }

  @Override
  public void close() throws IOException {
    device.breakLoop();
    wake();
    try {
      // closing while the loop runs would block
      if (startedAt == null || ended.await(1, TimeUnit.SECONDS)) {
        device.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      fence.close();
    }
  }
}
