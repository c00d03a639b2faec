package dev.synfin.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.lab.RunningTaps.Running;
import dev.synfin.lab.TapSession.Mark;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Where all taps are when a test begins and when it is kept. */
class RunningTapsTest {
  private final TapSession client = session("client");
  private final TapSession server = session("server");

  private static TapSession session(String name) {
    return new TapSession(
        new Place(name, name, List.of(), Set.of(), Set.of(), Map.of()),
        name,
        null,
        UnaryOperator.identity());
  }

  /** A tap that has so many frames whenever it is asked. */
  private static Running tap(TapSession session, Long... frames) {
    Iterator<Long> each = List.of(frames).iterator();
    return new Running(session, () -> new Mark(each.next(), Instant.EPOCH, null, null));
  }

  @Test
  void aPacketThatPassesWhileTheyAreAskedIsInAllOrInNone() {
    Map<TapSession, Mark> marks =
        RunningTaps.marks(List.of(tap(client, 4L, 5L, 5L), tap(server, 5L, 5L, 5L)));

    assertThat(marks.get(client)).extracting(Mark::frames).isEqualTo(5L);
    assertThat(marks.get(server)).extracting(Mark::frames).isEqualTo(5L);
  }

  @Test
  void oneAloneIsAskedOnce() {
    assertThat(RunningTaps.marks(List.of(tap(client, 4L))).get(client))
        .extracting(Mark::frames)
        .isEqualTo(4L);
  }

  @Test
  void whereNothingRunsThereIsNothing() {
    assertThat(RunningTaps.marks(List.of())).isEmpty();
  }
}
