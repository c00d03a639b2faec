package dev.synfin.track;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.wire.FrameBuilder;
import dev.synfin.wire.FrameDecoder;
import dev.synfin.wire.SegmentCopies;
import dev.synfin.wire.TcpSegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TcpConnectionTest {
  private static final long SECOND = 1_000_000_000;

  private static TcpSegment syn(long frame, long nanos) {
    var syn = new FrameBuilder().from("192.0.2.1", 40000).to("192.0.2.2", 80);
    syn.flags(TcpSegment.SYN).number(frame).at(nanos);
    return (TcpSegment) new FrameDecoder().decode(syn.frame());
  }

  /** The first of {@code syns} are taken before it rests, the others after that. */
  private static ConnectionSummary restingAfter(int first, int syns) {
    var connection = new TcpConnection(syn(1, SECOND), 0, 0, new Analyses(), false);
    for (int i = 0; i < syns; i++) {
      if (i == first) {
        connection.rest();
      }
      connection.accept(syn(1 + i, SECOND << i), new SegmentFacts());
    }
    assertThat(connection.summary()).isEqualTo(connection.summary());
    return connection.summary();
  }

  /** No more than seven are kept. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5, 6, 7, 8, 9})
  void aRestChangesNothingHoweverManySynsComeBeforeAndAfter(int before) {
    ConnectionSummary restless = restingAfter(10, 10);
    assertThat(restless.handshake()).extracting(Handshake::synRetransmissions).isEqualTo(9);
    assertThat(restingAfter(before, 10)).isEqualTo(restless);
  }

  /** Another thread may sum it up then, once more than it needs. */
  @Test
  void whatIsGoneIsSummedUpWithoutWhatConnectionsShare() {
    var recent = new RecentSegments();
    var judge = new RetransmissionJudge();
    var analyses = new Analyses(new SequenceAnalysis(), judge, recent, new SegmentCopies());
    var connection = new TcpConnection(syn(1, SECOND), 0, 0, analyses, false);
    connection.accept(syn(1, SECOND), new SegmentFacts());
    connection.rest();
    connection.conclude();
    connection.gone = true;
    ConnectionSummary summary = connection.summary();

    assertThat(recent.originalOf(syn(8, 2 * SECOND), 0, Side.CLIENT)).isZero();
    assertThat(connection.summary()).isEqualTo(summary);
    assertThat(recent.originalOf(syn(9, 2 * SECOND), 0, Side.CLIENT)).isEqualTo(8);
  }
}
