package dev.synfin.lab;

import dev.synfin.capture.Frame;
import dev.synfin.capture.LinkTypes;
import dev.synfin.diagnose.Diagnosis;
import dev.synfin.stage.TapRecord;
import dev.synfin.stage.TapRecord.Begun;
import dev.synfin.stage.TapRecord.Proof;
import dev.synfin.timeline.Analysis;
import dev.synfin.timeline.Capture;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.EventOptions;
import dev.synfin.timeline.KernelSample;
import dev.synfin.timeline.Timeline;
import dev.synfin.timeline.TimelineBuilder;
import dev.synfin.track.Side;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What one tap has told so far: the engine's client brings its records on one thread, tests ask on
 * others.
 */
final class TapSession implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Place place;
  private final String id;
  private final Proxied proxied;
  private final @Nullable ProxyWatch watch;
  private final UnaryOperator<Connection> names;
  private final Frame frame = new Frame();
  private final List<TapRecord.Captured> early = new ArrayList<>();
  private final List<KernelSample> kernel = new ArrayList<>();
  private final List<dev.synfin.track.Connection> opened = new ArrayList<>();
  private @Nullable TimelineBuilder builder;
  private @Nullable Analysis analysis;
  private @Nullable Frames frames;
  private @Nullable Begun begun;
  private @Nullable Proof lastProof;
  private @Nullable String end;
  private @Nullable Throwable cause;
  private long captured;
  private long asked;

  /**
   * A session that has not begun.
   *
   * @param watch for connections through Docker's proxy, or null where there can be none
   * @param names gives the ends of a connection their names
   */
  TapSession(Place place, String id, @Nullable ProxyWatch watch, UnaryOperator<Connection> names) {
    this.names = names;
    this.place = place;
    this.id = id;
    this.proxied = new Proxied(place);
    this.watch = watch;
  }

  /** A moment in the capture: so many frames before it, and what is known of them. */
  record Mark(long frames, Instant at, @Nullable Proof proof, @Nullable String reason) {
    /** Before everything. */
    static final Mark BEGINNING = new Mark(0, Instant.MIN, null, null);

    /** What is known of frames from {@code before} up to this mark: only what was dropped there. */
    Mark since(Mark before) {
      Proof then = before.proof;
      if (proof == null || then == null) {
        return reason == null && before.reason != null ? withReason(before.reason) : this;
      }
      long byKernel = proof.droppedByKernel() - then.droppedByKernel();
      long byInterface = proof.droppedByInterface() - then.droppedByInterface();
      String other = besideDrops(reason) != null ? reason : besideDrops(before.reason);
      String why =
          other != null || byKernel + byInterface == 0
              ? other
              : byKernel + byInterface + " frames were dropped";
      var since = new Proof(proof.request(), why == null, why, byKernel, byInterface, proof.at());
      return new Mark(frames, at, since, why);
    }

    Mark withReason(String why) {
      return new Mark(frames, at, proof, why);
    }

    /** The drops are counted since the capture began, and may be older. */
    private static @Nullable String besideDrops(@Nullable String reason) {
      return reason == null || reason.endsWith(" frames were dropped") ? null : reason;
    }
  }

  /** By which its captures are kept. */
  String id() {
    return id;
  }

  Place place() {
    return place;
  }

  synchronized void accept(TapRecord record) {
    try {
      switch (record) {
        case Begun begins -> begin(begins);
        case TapRecord.Captured next -> capture(next);
        case Proof proof -> lastProof = proof;
        case TapRecord.Kernel says -> kernel.add(says.sample());
        case TapRecord.Failed failed -> end = failed.sentence();
      }
    } catch (IOException e) {
      end = "its frames cannot be kept: " + e.getMessage();
    }
    notifyAll();
  }

  synchronized void ended(String why, @Nullable Throwable because) {
    if (end == null) {
      end = why;
      cause = because;
    }
    notifyAll();
  }

  private void begin(Begun begins) throws IOException {
    begun = begins;
    frames = new Frames(begins);
    builder = new TimelineBuilder(options(EventOptions.DEFAULT));
    analysis = new Analysis(new Opened(builder, opened::add));
    for (TapRecord.Captured one : early) {
      capture(one);
    }
    early.clear();
  }

  private void capture(TapRecord.Captured next) throws IOException {
    if (begun != null && frames == null) {
      return; // closed meanwhile
    }
    if (begun == null) {
      early.add(next); // it came while the capture was still being proved to run
      return;
    }
    byte[] octets = next.octets();
    frame.set(
        ++captured, next.epochNanos(), begun.linkType(), octets, 0, octets.length, next.length());
    Objects.requireNonNull(frames).add(frame);
    Objects.requireNonNull(analysis).accept(frame);
    if (!opened.isEmpty()) {
      opened.forEach(c -> proxied.add(Objects.requireNonNull(builder).soFar(c)));
      opened.clear();
    }
  }

  private EventOptions options(EventOptions wanted) {
    return wanted.withLinkType(LinkTypes.name(Objects.requireNonNull(begun).linkType()));
  }

  /**
   * Waits until the tap captures.
   *
   * @throws IllegalStateException if it does not, saying why
   */
  synchronized void awaitBegin() {
    if (watch != null) {
      watch.awaitBegin();
    }
    await(() -> begun != null || end != null, Duration.ofSeconds(30));
    if (begun == null) {
      throw new IllegalStateException(
          "The tap of "
              + place.name()
              + " could not start: "
              + (end == null ? "it says nothing." : end),
          cause);
    }
  }

  /** Waits until everything that was sent before has been captured. */
  Mark prove(LongConsumer tap) {
    long question = watch == null ? 0 : watch.ask();
    Mark mark = proven(tap);
    String unwatched = watch == null ? null : watch.await(question);
    return unwatched == null || mark.reason() != null ? mark : mark.withReason(unwatched);
  }

  private synchronized Mark proven(LongConsumer tap) {
    long request = ++asked;
    if (end == null) {
      tap.accept(request);
    }
    await(() -> end != null || (lastProof != null && lastProof.request() >= request), PATIENCE);
    Proof proof = lastProof;
    if (proof != null && proof.request() >= request) {
      return new Mark(captured, proof.at(), proof, proof.complete() ? null : reason(proof));
    }
    return new Mark(captured, Instant.now(), proof, end == null ? "the tap did not answer" : end);
  }

  private static String reason(Proof proof) {
    return Objects.requireNonNullElse(proof.reason(), "it is not proven");
  }

  private interface Condition {
    boolean holds();
  }

  /** With this object's lock held. */
  private void await(Condition condition, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      while (!condition.holds()) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return;
        }
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for a tap.", e);
    }
  }

  /** Waits for a frame beyond so many, or the end of the capture. */
  synchronized void awaitFrameAfter(long seen, Duration patience) {
    await(() -> captured > seen || end != null, patience);
  }

  /** How many frames have come. */
  synchronized long frames() {
    return captured;
  }

  synchronized boolean hasEnded() {
    return end != null;
  }

  /** Everything up to now; whether it is complete is not known. */
  synchronized Timeline soFar() {
    return whole(null);
  }

  /** Everything up to a mark. */
  synchronized Timeline timeline(Mark mark) {
    return mark.frames() == captured
        ? whole(mark)
        : between(Mark.BEGINNING, mark, EventOptions.DEFAULT);
  }

  private Timeline whole(@Nullable Mark mark) {
    Capture capture =
        capture(Objects.requireNonNull(begun), Objects.requireNonNull(analysis).frames(), mark);
    Instant end = mark == null ? Instant.MAX : mark.at();
    return dressed(
        Objects.requireNonNull(builder).build(capture), KernelWindow.of(kernel, Instant.MIN, end));
  }

  /** Only what lies between two marks. */
  synchronized Timeline between(Mark from, Mark to, EventOptions options) {
    try {
      Timeline cut =
          open()
              .between(
                  from.frames(),
                  to.frames(),
                  options(options),
                  (tap, counts) -> capture(tap, counts, to.since(from)));
      return dressed(cut, KernelWindow.of(kernel, from.at(), to.at()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Frames open() {
    if (frames == null) {
      throw new IllegalStateException("The tap was stopped.");
    }
    return frames;
  }

  /**
   * Writes the capture between two marks to a file.
   *
   * @return what lies between them, or empty where the frames are gone, as the tap was stopped
   */
  synchronized Optional<Timeline> keep(Mark from, Mark to, boolean payload, Path file)
      throws IOException {
    if (frames == null) {
      return Optional.empty();
    }
    frames.keep(from.frames(), to.frames(), payload, file);
    EventOptions options = EventOptions.DEFAULT;
    return Optional.of(between(from, to, payload ? options : options.withPayloadBytes(0)));
  }

  private Timeline dressed(Timeline plain, List<KernelSample> samples) {
    UnaryOperator<Connection> marks =
        watch == null ? UnaryOperator.identity() : proxied.marks(watch);
    return Diagnosis.of(
        plain
            .withConnections(plain.connections().stream().map(marks).map(names).toList())
            .withKernel(KernelSides.as(KernelSides.of(this, plain.connections()), samples)));
  }

  private Capture capture(Begun tap, Capture.Frames counts, @Nullable Mark mark) {
    Proof proof = mark == null ? null : mark.proof();
    return new Capture(
        id,
        Capture.Source.LIVE,
        tap.iface(),
        vantage(),
        null,
        null,
        tap.filter(),
        LinkTypes.name(tap.linkType()),
        tap.snaplen(),
        tap.nanoseconds() ? Capture.Precision.NANO : Capture.Precision.MICRO,
        tap.at(),
        mark == null ? null : mark.at(),
        counts,
        null,
        proof == null
            ? null
            : new Capture.Dropped(proof.droppedByKernel(), proof.droppedByInterface()),
        mark == null ? null : Boolean.valueOf(mark.reason() == null),
        mark == null ? null : mark.reason());
  }

  private Capture.@Nullable Vantage vantage() {
    return place.isLoopback() ? Capture.Vantage.LOOPBACK : null;
  }

  /** The side of this place in a connection, or null where it is neither. */
  @Nullable Side sideIn(Connection connection) {
    if (place.addresses().contains(connection.server().address())) {
      return Side.SERVER;
    }
    return place.addresses().contains(connection.client().address()) ? Side.CLIENT : null;
  }

  @Override
  public synchronized void close() {
    if (end == null) {
      end = "the tap was stopped";
    }
    notifyAll();
    if (frames != null) {
      try {
        frames.close();
        frames = null;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
