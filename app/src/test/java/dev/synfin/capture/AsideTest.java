package dev.synfin.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AsideTest {
  private static final long NANOS = 1_800_000_000_123_456_789L;

  /** Added by the other thread; read when it has ended. */
  private final List<String> seen = new ArrayList<>();

  private static Frame frame(long number, String octets, int length) {
    var frame = new Frame();
    frame.set(number, NANOS + number, 1, Reading.text("--" + octets), 2, octets.length(), length);
    return frame;
  }

  private void keep(Frame frame) {
    seen.add(Reading.line(frame));
  }

  @Test
  void framesArriveAsTheyWere() throws IOException {
    try (var aside = new Aside(this::keep)) {
      aside.accept(frame(1, "whole", 5));
      aside.accept(frame(2, "cut", 1514));
      aside.pause();
      aside.accept(frame(3, "", 0));
      aside.finish();
    }
    assertThat(seen)
        .containsExactly(
            "1 1800000000123456790 EN10MB whole of 5",
            "2 1800000000123456791 EN10MB cut of 1514",
            "3 1800000000123456792 EN10MB  of 0");
  }

  @Test
  void framesOfManyBlocksArriveInTheirOrder() throws IOException {
    var numbers = new ArrayList<Long>();
    String octets = "x".repeat(1_000);
    try (var aside = new Aside(frame -> numbers.add(frame.number()))) {
      for (long number = 1; number <= 5_000; number++) {
        aside.accept(frame(number, octets, 1_000));
      }
      aside.finish();
    }
    assertThat(numbers).isEqualTo(LongStream.rangeClosed(1, 5_000).boxed().toList());
  }

  @Test
  void aFrameLongerThanABlockArrivesToo() throws IOException {
    String octets = "y".repeat(300_000);
    try (var aside = new Aside(this::keep)) {
      aside.accept(frame(1, "first", 5));
      aside.accept(frame(2, octets, 300_000));
      aside.accept(frame(3, "last", 4));
      aside.finish();
    }
    assertThat(seen).hasSize(3).anyMatch(line -> line.contains(octets));
  }

  @Test
  void whoeverReadsDoesNotWaitForTheSink() throws IOException {
    var read = new CountDownLatch(1);
    try (var aside =
        new Aside(frame -> {
          awaitUninterrupted(read);
          keep(frame);
        })) {
      for (int number = 1; number <= 5; number++) {
        aside.accept(frame(number, "late", 4));
        aside.pause();
      }
      read.countDown();
      aside.finish();
    }
    assertThat(seen).hasSize(5);
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aSinkThatFailsIsToldWithItsOwnSentence() {
    assertFailsWith(
        frame -> {
          throw new IOException("The disk is full.");
        },
        "The disk is full.");
    assertFailsWith(
        frame -> {
          throw new UncheckedIOException(new IOException("The disk is full."));
        },
        "The disk is full.");
  }

  @Test
  void aSinkThatBreaksDownIsToldToo() {
    assertFailsWith(
        frame -> {
          throw new AssertionError("never");
        },
        "The capture cannot be followed any more: java.lang.AssertionError: never");
  }

  private static void assertFailsWith(FrameSink sink, String sentence) {
    assertThatThrownBy(
            () -> {
              try (var aside = new Aside(sink)) {
                aside.accept(frame(1, "one", 3));
                aside.finish();
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessage(sentence);
  }
}
