package dev.synfin.lab;

import com.github.dockerjava.api.DockerClient;
import dev.synfin.capture.Frame;
import dev.synfin.stage.TapRecord;
import dev.synfin.stage.TapRecordReader;
import dev.synfin.wire.FrameDecoder;
import dev.synfin.wire.TcpSegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches the loopback of the engine's host for connections to published ports: Docker's proxy
 * accepts them there and opens another to the container, from the same address as whoever connects
 * directly. One watch serves all taps of this process that need it, and ends with the process.
 */
final class ProxyWatch {
  private static final String SYN_ALONE =
      "tcp[tcpflags] & (tcp-syn|tcp-ack) = tcp-syn or (ip6[6] = 6 and ip6[53] & 0x12 = 2)";
  private static final long PATIENCE_MS = 5_000;
  private static final long PATIENCE_TO_BEGIN_MS = 30_000;

  private static @Nullable ProxyWatch shared;

  private final List<Arrival> arrivals = new ArrayList<>();
  private final FrameDecoder decoder = new FrameDecoder();
  private final Frame frame = new Frame();
  private @Nullable LongConsumer questions;
  private int linkType;
  private long asked;
  private long answered;
  private boolean begun;
  private @Nullable String end;

  /** A SYN, when and to which port. */
  private record Arrival(long atNanos, int port) {}

  /** One that is told by {@link #accept} and asks nobody yet. */
  ProxyWatch() {}

  /** The one of this process, which may just be starting. */
  static synchronized ProxyWatch shared(DockerClient client, String image) {
    if (shared == null || shared.hasEnded()) {
      var watch = new ProxyWatch();
      shared = watch;
      Thread.ofPlatform().name("starts a tap").daemon().start(() -> watch.begin(client, image));
    }
    return shared;
  }

  /** Beside the tap that needs it, whose start takes as long. */
  private void begin(DockerClient client, String image) {
    try {
      TapContainer container = start(client, image);
      asks(container::prove);
    } catch (RuntimeException e) {
      ended(Objects.requireNonNullElse(e.getMessage(), e.toString()));
    }
  }

  /** From now on there is somebody to ask; what was asked before is asked now. */
  synchronized void asks(LongConsumer whom) {
    questions = whom;
    if (asked > 0) {
      whom.accept(asked);
    }
    notifyAll();
  }

  private TapContainer start(DockerClient client, String image) {
    return TapContainer.start(
        client,
        image,
        "host",
        List.of("synfin", "agent", "tap-stream", "--interface", "lo", "--filter", SYN_ALONE),
        new TapRecordReader(this::accept),
        (why, cause) -> ended(why));
  }

  synchronized void accept(TapRecord told) {
    switch (told) {
      case TapRecord.Begun begins -> {
        linkType = begins.linkType();
        begun = true;
      }
      case TapRecord.Captured captured -> add(captured);
      case TapRecord.Proof proof -> answered = proof.request();
      case TapRecord.Kernel kernel -> {} // this host's is no business of a test's
      case TapRecord.Failed failed -> ended(failed.sentence());
    }
    notifyAll();
  }

  private void add(TapRecord.Captured captured) {
    byte[] octets = captured.octets();
    frame.set(1, captured.epochNanos(), linkType, octets, 0, octets.length, captured.length());
    if (decoder.decode(frame) instanceof TcpSegment syn) {
      arrivals.add(new Arrival(syn.epochNanos(), syn.destinationPort()));
    }
  }

  synchronized void ended(String why) {
    end = end == null ? why : end;
    notifyAll();
  }

  private synchronized boolean hasEnded() {
    return end != null;
  }

  /**
   * Waits until it watches.
   *
   * @throws IllegalStateException if it does not, saying why
   */
  synchronized void awaitBegin() {
    if (!await(() -> begun, PATIENCE_TO_BEGIN_MS)) {
      throw new IllegalStateException(
          "The port is published, and the watch of this machine's loopback that tells the"
              + " connections of Docker's proxy apart could not start: "
              + (end == null ? "it says nothing." : end));
    }
  }

  /** Asks for everything that came before; {@link #await(long)} waits for it. */
  synchronized long ask() {
    asked++;
    if (questions != null) {
      questions.accept(asked);
    }
    return asked;
  }

  /**
   * Waits until everything that came before a question is here.
   *
   * @return why it is not known to be, or null
   */
  synchronized @Nullable String await(long question) {
    return await(() -> answered >= question, PATIENCE_MS)
        ? null
        : "which connections came through Docker's proxy is not known: "
            + (end == null ? "its watch did not answer" : end);
  }

  private interface Condition {
    boolean holds();
  }

  private boolean await(Condition condition, long patienceMs) {
    long deadline = System.nanoTime() + patienceMs * 1_000_000;
    try {
      while (!condition.holds()) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0 || end != null) {
          return false;
        }
        wait(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for a tap.", e);
    }
  }

  /** When connections to these ports came, nanoseconds since 1970, in order. */
  synchronized long[] arrivals(Set<Integer> ports) {
    return arrivals.stream()
        .filter(arrival -> ports.contains(arrival.port()))
        .mapToLong(Arrival::atNanos)
        .sorted()
        .toArray();
  }
}
