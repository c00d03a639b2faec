package dev.synfin.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.timeline.Timeline;
import dev.synfin.timeline.TraceFixture;
import org.junit.jupiter.api.Test;

/** What is said of a capture's frames. */
class VerdictsTest {
  @Test
  void statesThatAreEnteredAndWhatWasSentAgainAreSaid() {
    Timeline timeline = Exported.timeline();
    Verdicts verdicts = Verdicts.of(timeline, timeline.captures().getFirst());

    assertThat(verdicts.of(1)).isEqualTo("synfin: TCP 0, client SYN-SENT");
    assertThat(verdicts.of(4)).as("nothing to say").isNull();
    assertThat(verdicts.of(5)).startsWith("synfin: TCP 0, sent again, first in frame 4 (rto)");
    assertThat(verdicts.of(7)).isEqualTo("synfin: TCP 0, client FIN-WAIT-1; server CLOSE-WAIT");
    assertThat(verdicts.of(99)).isNull();
  }

  @Test
  void ofSeveralCapturesEachHasItsOwnFrames() {
    Timeline timeline = QlogTest.bothEnds();
    Verdicts client = Verdicts.of(timeline, timeline.captures().getFirst());
    Verdicts server = Verdicts.of(timeline, timeline.captures().getLast());

    assertThat(client.of(1)).endsWith("lost between client and server");
    assertThat(server.of(1)).as("it never came").isNull();
    assertThat(server.of(4)).isEqualTo("synfin: TCP 0, client ESTABLISHED; server ESTABLISHED");
    assertThat(TraceFixture.START).isEqualTo(timeline.connections().getFirst().startedAt());
  }
}
