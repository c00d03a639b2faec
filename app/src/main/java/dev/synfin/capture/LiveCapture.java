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
  private static final Duration START_WITHIN = Duration.ofSeconds(5);
  private static final Duration STOP_WITHIN = Duration.ofMillis(800);
  private static final String INTERFACE_GONE = "interface gone";
  private static final Duration LULL_WITHIN = Duration.ofMillis(200);
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
  private volatile Instant lastFrame = Instant.EPOCH;
  private @Nullable Instant startedAt;

  /** Whatever was captured before this moment has been delivered. */
  private Instant provenUntil = Instant.EPOCH;

  /** What was lost before the start was proven, as while no filter was set yet, is not missing. */
  private Pcap4jInterface.Drops before = new Pcap4jInterface.Drops(0, 0);

  private @Nullable IOException unsent;
  private boolean closed;
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
   * @throws IOException if no fence arrives within five seconds
   */
  public synchronized void start(FrameSink sink) throws IOException {
    if (startedAt != null) {
      throw new IllegalStateException("started already");
    }
    startedAt = Instant.now();
    Thread.ofPlatform().name("captures " + options.iface()).daemon().start(() -> run(sink));
    boolean seen = false;
    try {
      seen = seesFence(START_WITHIN);
    } finally {
      if (!seen) {
        close();
      }
    }
    if (!seen) {
      throw notSeen();
    }
    before = device.drops();
  }

  private IOException notSeen() {
    IOException failed = failure;
    if (failed != null) {
      return failed;
    }
    return new IOException(
        "The capture on "
            + options.iface()
            + " does not see the packet that was sent to test it within "
            + START_WITHIN.toSeconds()
            + " s"
            + (unsent == null ? "" : " (" + unsent.getMessage() + ")")
            + ": is the interface up, and may this program send on it?",
        unsent);
  }

  private void run(FrameSink sink) {
    try {
      device.loop(new Counting(sink));
    } catch (IOException e) {
      failure = e;
    } finally {
      ended.countDown();
    }
  }

  /** Takes the fences out, numbers the rest; others see what it counted after each batch. */
  private final class Counting implements FrameSink {
    private final FrameSink sink;
    private long delivered;
    private long epochNanos;

    Counting(FrameSink sink) {
      this.sink = sink;
    }

    @Override
    public void accept(Frame frame) throws IOException {
      long number = fence.number(frame);
      if (number < 0) {
        epochNanos = frame.epochNanos();
        frame.set(
            ++delivered,
            epochNanos,
            frame.linkType(),
            frame.octets(),
            frame.offset(),
            frame.capturedLength(),
            frame.length());
        sink.accept(frame);
      } else if (number > 0) {
        pause(); // whoever sees the fence sees what came before it
        fenceSeen.set(number);
      }
    }

    @Override
    public void pause() throws IOException {
      if (frames != delivered) {
        sink.pause();
        lastFrameAt = System.nanoTime();
        lastFrame = Instant.ofEpochSecond(0, epochNanos);
        frames = delivered;
      }
    }
  }

  /**
   * Sends fences until one that was sent from now on has arrived, or the time is over. That one
   * cannot be sent is no reason to give up: an address may still be tentative.
   */
  private boolean seesFence(Duration within) throws IOException {
    Instant asked = Instant.now();
    long from = System.nanoTime();
    long first = fence.sent() + 1;
    long resendAfter = 0;
    while (fenceSeen.get() < first) {
      long waited = System.nanoTime() - from;
      if (waited > within.toNanos() || ended.getCount() == 0) {
        return false;
      }
      if (waited >= resendAfter) {
        sendFence();
        resendAfter = waited + RESEND_AFTER.toNanos();
      }
      pause(Duration.ofMillis(1));
    }
    provenUntil = asked;
    return true;
  }

  private void sendFence() {
    try {
      fence.send();
      unsent = null;
    } catch (IOException e) {
      unsent = e;
    }
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
  public synchronized CaptureStatus stop() throws IOException {
    if (status != null) {
      return status;
    }
    String reason = startedAt == null ? "it was not started" : provesEnd();
    if (!loopEnds()) {
      reason = "the capture did not stop";
    }
    status = status(reason);
    close();
    IOException failed = failure;
    if (failed != null && !(failed instanceof InterfaceGoneException)) {
      throw failed;
    }
    return status;
  }

  /**
   * Proves that everything that was sent before this call has been delivered to the sink, and goes
   * on capturing; takes as long as frames still arrive, at most 0.2 s more than a fence takes.
   *
   * @param meanwhile is done in the time in which nothing more may come, if it comes to that
   * @return what the capture amounts to so far
   * @throws IOException if the sink failed
   */
  public synchronized CaptureStatus prove(Runnable meanwhile) throws IOException {
    if (status != null) {
      return status;
    }
    String reason = startedAt == null ? "it was not started" : provesSoFar(meanwhile);
    IOException failed = failure;
    if (failed != null && !(failed instanceof InterfaceGoneException)) {
      throw failed;
    }
    return status(reason);
  }

  /** Null if everything so far is proven to be delivered, else why not. */
  private @Nullable String provesSoFar(Runnable meanwhile) {
    if (fence.isCutOff()) {
      return INTERFACE_GONE;
    }
    long deadline = System.nanoTime() + LULL_WITHIN.toNanos();
    try {
      if (!seesFence(STOP_WITHIN)) {
        return notProven();
      }
      meanwhile.run();
      while (System.nanoTime() - lastFrameAt < QUIET.toNanos() && left(deadline).isPositive()) {
        pause(Duration.ofMillis(1));
      }
      return seesFence(STOP_WITHIN) ? null : notProven();
    } catch (IOException e) {
      return "interrupted while the capture was to be proven";
    }
  }

  /** Null if the end is proven, else why not. */
  private @Nullable String provesEnd() {
    long deadline = System.nanoTime() + STOP_WITHIN.toNanos();
    if (fence.isCutOff()) {
      return INTERFACE_GONE;
    }
    try {
      if (!seesFence(left(deadline))) {
        return notProven();
      }
      while (System.nanoTime() - lastFrameAt < QUIET.toNanos() && left(deadline).isPositive()) {
        pause(Duration.ofMillis(2));
      }
      return seesFence(left(deadline)) ? null : "frames arrived without a pause until the end";
    } catch (IOException e) {
      return "interrupted while stopping";
    }
  }

  private String notProven() {
    if (fence.isCutOff()) {
      return INTERFACE_GONE;
    }
    return unsent == null
        ? "the packet that was sent to prove the end did not arrive"
        : "no packet could be sent to prove the end: " + unsent.getMessage();
  }

  private static Duration left(long deadline) {
    return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
  }

  /** Ends the loop, whether or not this thread is interrupted: its device is closed after it. */
  private boolean loopEnds() {
    device.breakLoop();
    sendFence(); // a loop that waits for a frame notices the break when one comes
    boolean interrupted = Thread.interrupted();
    try {
      return startedAt == null || ended.await(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
      return ended.getCount() == 0;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private CaptureStatus status(@Nullable String unproven) {
    long kernel = 0;
    long byInterface = 0;
    String reason = failure instanceof InterfaceGoneException ? INTERFACE_GONE : unproven;
    try {
      Pcap4jInterface.Drops drops = device.drops();
      kernel = drops.kernel() - before.kernel();
      byInterface = drops.byInterface() - before.byInterface();
    } catch (IOException e) {
      reason = reason == null ? "the drop counters cannot be read" : reason;
    }
    if (reason == null && kernel + byInterface > 0) {
      reason = kernel + byInterface + " frames were dropped";
    }
    Instant began = startedAt == null ? Instant.now() : startedAt;
    return new CaptureStatus(
        reason == null, reason, frames, kernel, byInterface, began, ended(unproven == null));
  }

  /**
   * What arrives while the loop is on its way to its end is not delivered any more: whoever asks
   * whether a frame was missed must not be told that the capture still ran then.
   */
  private Instant ended(boolean proven) {
    if (!proven) {
      return Instant.now();
    }
    return lastFrame.isAfter(provenUntil) ? lastFrame : provenUntil;
  }

  /** Ends the capture without proving anything; does nothing after {@link #stop}. */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (fence) {
      if (loopEnds()) { // closing while the loop runs would block
        device.close();
      }
    }
  }
}
