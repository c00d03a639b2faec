package dev.synfin.lab;

import dev.synfin.lab.TapSession.Mark;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * One moment in several captures. Each tap is asked after another, and what passes meanwhile would
 * seem lost where the receiver was asked first: so they are asked again until nothing passed.
 */
final class SharedMoment {
  private static final int MOST_ROUNDS = 10;

  private SharedMoment() {}

  /**
   * A mark of each at which all have the same packets.
   *
   * @return marks with a reason why they are not proven, where packets never ceased to pass
   */
  static List<Mark> of(List<Supplier<Mark>> taps) {
    List<Mark> last = ask(taps);
    if (taps.size() == 1) {
      return last;
    }
    for (int round = 1; round < MOST_ROUNDS; round++) {
      List<Mark> next = ask(taps);
      if (areSame(last, next)) {
        return next;
      }
      last = next;
    }
    return last.stream().map(SharedMoment::unsure).toList();
  }

  private static List<Mark> ask(List<Supplier<Mark>> taps) {
    return taps.stream().map(Supplier::get).toList();
  }

  private static boolean areSame(List<Mark> some, List<Mark> others) {
    return IntStream.range(0, some.size())
        .allMatch(i -> some.get(i).frames() == others.get(i).frames());
  }

  private static Mark unsure(Mark mark) {
    String reason = "packets went on while the taps were asked, and what is lost is not known";
    return mark.reason() == null ? mark.withReason(reason) : mark;
  }
}
