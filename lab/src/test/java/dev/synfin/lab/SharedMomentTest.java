package dev.synfin.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.lab.TapSession.Mark;
import java.time.Instant;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** When two taps have the same packets. */
class SharedMomentTest {
  /** A tap that has so many frames whenever it is asked. */
  private static Supplier<Mark> tap(LongStream frames) {
    PrimitiveIterator.OfLong each = frames.iterator();
    return () -> new Mark(each.nextLong(), Instant.EPOCH, null, null);
  }

  @Test
  void aPacketThatPassesBetweenTwoQuestionsIsInBothOrInNone() {
    List<Mark> marks =
        SharedMoment.of(List.of(tap(LongStream.of(4, 5, 5)), tap(LongStream.of(5, 5, 5))));

    assertThat(marks).extracting(Mark::frames).containsExactly(5L, 5L);
    assertThat(marks).extracting(Mark::reason).containsOnlyNulls();
  }

  @Test
  void whereTheyNeverCeaseNothingIsProven() {
    List<Mark> marks =
        SharedMoment.of(
            List.of(tap(LongStream.iterate(0, n -> n + 1)), tap(LongStream.generate(() -> 7))));

    assertThat(marks)
        .extracting(Mark::reason)
        .containsOnly("packets went on while the taps were asked, and what is lost is not known");
  }
}
