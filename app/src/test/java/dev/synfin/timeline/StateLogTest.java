package dev.synfin.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.track.TcpState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** However often the ends change their states, each end's changes come back in order. */
class StateLogTest {
  @Test
  void keepsTheChangesOfBothEndsApart() {
    var log = new StateLog();
    var client = new ArrayList<StateChange>();
    var server = new ArrayList<StateChange>();
    TcpState[] states = TcpState.values();
    long frame = 1;
    for (int i = 0; i < 40; i++) {
      var ofClient = states[i % states.length];
      var ofServer = states[i / 3 % states.length];
      log.note(ofClient, ofServer, frame, -frame);
      log.note(null, ofServer, frame + 1, 0); // what cannot be known, or stays, is no change
      client.add(new StateChange(ofClient, frame, -frame));
      if (i % 3 == 0) {
        server.add(new StateChange(ofServer, frame, -frame));
      }
      frame += 1L << 30;
    }

    assertThat(log.states()).isEqualTo(new Sides<List<StateChange>>(client, server));
  }

  /** As where resets that nobody obeys come in turn with acknowledgements. */
  @Test
  void ofChangesWithoutEndTheFirstAndTheLastOfEachEndAreKept() {
    var log = new StateLog();
    log.note(TcpState.ESTABLISHED, null, 1, 10);
    for (int i = 2; i <= 100_001; i++) {
      log.note(null, i % 2 == 0 ? TcpState.ESTABLISHED : TcpState.CLOSED, i, 10L * i);
    }
    log.note(TcpState.CLOSE_WAIT, TcpState.FIN_WAIT_1, 100_002, 7);

    assertThat(log.states().client())
        .containsExactly(
            new StateChange(TcpState.ESTABLISHED, 1, 10),
            new StateChange(TcpState.CLOSE_WAIT, 100_002, 7));
    assertThat(log.states().server())
        .hasSize(128)
        .startsWith(new StateChange(TcpState.ESTABLISHED, 2, 20))
        .contains(new StateChange(TcpState.ESTABLISHED, 128, 1280))
        .endsWith(new StateChange(TcpState.FIN_WAIT_1, 100_002, 7));
    assertThat(log.size()).isEqualTo(130);
  }
}
