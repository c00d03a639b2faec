package dev.synfin.track;

import static dev.synfin.track.AnalysisFlag.OUT_OF_ORDER;
import static dev.synfin.track.AnalysisFlag.RETRANSMISSION;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SentSegmentsTest {
  /** The same in the plainest way: a list, looked through from end to end. */
  private static final class Plain {
    private static final class Entry {
      final int first;
      final int end;
      final long frame;
      int start;
      boolean done;

      Entry(int first, int end, long frame) {
        this.first = first;
        this.end = end;
        this.frame = frame;
        this.start = first;
      }

      boolean carries(int number) {
        return first <= number && number < end;
      }
    }

    final List<Entry> entries = new ArrayList<>();
    int acked = Integer.MIN_VALUE;

    long acknowledge(int ack) {
      long newest = 0;
      for (Entry each : waiting()) {
        if (each.end <= ack) {
          each.done = true;
          newest = ack > acked ? each.frame : 0;
        } else {
          each.start = Math.max(each.start, ack);
        }
      }
      acked = Math.max(acked, ack);
      return newest;
    }

    List<Entry> waiting() {
      return entries.stream().filter(each -> !each.done).toList();
    }

    boolean covers(int number, int end) {
      return waiting().stream().anyMatch(each -> each.start <= number && end <= each.end);
    }

    long span() {
      long first = waiting().stream().mapToInt(each -> each.start).min().orElse(0);
      long last = waiting().stream().mapToInt(each -> each.end).max().orElse(0);
      return last - first;
    }

    int runFrom(int ack) {
      int left = 0;
      int right = 0;
      for (Entry each : waiting().reversed()) {
        if (left == right) {
          left = each.start;
          right = each.end;
        }
        if (each.start >= ack) {
          right = each.end == left ? right : each.end;
          left = each.start;
        }
      }
      return left == ack && right > ack ? right : ack;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 5, 8, 20, 100})
  void whateverIsSentAndAcknowledgedIsKnownAsAListWouldKnowIt(int mess) {
    var random = new Random(mess);
    for (int round = 0; round < 40; round++) {
      var sent = new SentSegments();
      var plain = new Plain();
      int next = 1000;
      for (int frame = 1; frame < 120; frame++) {
        if (random.nextInt(3) > 0) {
          int back = random.nextInt(100) < mess ? random.nextInt(400) : 0;
          int seq = Math.max(1, next - back);
          int end = seq + 1 + random.nextInt(99);
          next = Math.max(next, end) + (random.nextInt(100) < mess ? random.nextInt(50) : 0);
          sent.add(seq, end, frame, frame * 10L);
          plain.entries.add(new Plain.Entry(seq, end, frame));
        } else {
          int ack = next - random.nextInt(500);
          boolean covers = sent.acknowledge(ack);
          long newest = plain.acknowledge(ack);
          assertThat(covers).isEqualTo(newest != 0);
          assertThat(sent.ackedFrame()).isEqualTo(newest);
          assertThat(!covers || sent.ackedTime() == newest * 10).isTrue();
        }
        compare(sent, plain, next - random.nextInt(500), random.nextInt(100));
      }
    }
  }

  private static void compare(SentSegments sent, Plain plain, int number, int length) {
    assertThat(sent.isEmpty()).isEqualTo(plain.waiting().isEmpty());
    assertThat(sent.span()).isEqualTo(plain.span());
    assertThat(sent.covers(number, number + length))
        .isEqualTo(plain.covers(number, number + length));
    assertThat(sent.runFrom(number)).isEqualTo(plain.runFrom(number));
    var first = plain.waiting().isEmpty() ? null : plain.waiting().getFirst();
    assertThat(sent.waitsForEarlierThan(number)).isEqualTo(first != null && first.start < number);
    var carriers = plain.entries.stream().filter(each -> each.carries(number)).toList();
    if (carriers.isEmpty()) {
      assertThat(sent.firstCarrier(number)).isZero();
      assertThat(sent.lastSent(number)).isZero();
    } else if (carriers.stream().noneMatch(each -> each.done)) {
      assertThat(sent.firstCarrier(number)).isEqualTo(carriers.getFirst().frame);
      assertThat(sent.lastSent(number)).isEqualTo(carriers.getLast().frame * 10);
    }
  }

  @Test
  void fifteenAcknowledgedSegmentsAreRememberedAtLeast() {
    var sent = new SentSegments();
    for (int i = 0; i < 40; i++) {
      sent.add(i * 10, i * 10 + 10, i + 1, i);
      sent.acknowledge(i * 10 + 10);
    }
    for (int i = 25; i < 40; i++) {
      assertThat(sent.firstCarrier(i * 10 + 9)).isEqualTo(i + 1);
    }
    assertThat(sent.firstCarrier(9)).isZero();
    assertThat(sent.isEmpty()).isTrue();
  }

  @Test
  void noMoreThanTenThousandAreWaitedFor() {
    var sent = new SentSegments();
    sent.acknowledge(0);
    for (int i = 0; i <= SentSegments.CAP; i++) {
      sent.add(i * 10, i * 10 + 10, i + 1, i);
    }
    assertThat(sent.span()).isEqualTo(SentSegments.CAP * 10L);
    assertThat(sent.firstCarrier(SentSegments.CAP * 10)).isZero();
    assertThat(sent.firstCarrier(5)).isEqualTo(1);
  }

  @Test
  void whileNothingIsAcknowledgedTheNewestAreWaitedFor() {
    var sent = new SentSegments();
    for (int i = 0; i < 1000; i++) {
      sent.add(i * 10, i * 10 + 10, i + 1, i);
    }
    assertThat(sent.span()).isEqualTo(SentSegments.ONE_SIDED_CAP * 10L);
    assertThat(sent.covers(9990, 10_000)).isTrue();
    assertThat(sent.covers(0, 10)).isFalse();
  }

  @Test
  void ofOneSidedTrafficTheNewestSegmentsAreRemembered() {
    var text = new StringBuilder(" 0.000 > . 1:101(100) ack 1\n");
    for (int i = 1; i < 1000; i++) {
      text.append("+0.00001 > . %d:%d(100) ack 1\n".formatted(1 + 100 * i, 101 + 100 * i));
    }
    assertThat(Trace.of(text + "+0.0001 > . 99801:99901(100) ack 1").last().flags())
        .containsExactly(RETRANSMISSION);
    assertThat(Trace.of(text + "+0.0001 > . 101:201(100) ack 1").last().flags())
        .containsExactly(OUT_OF_ORDER);
  }
}
