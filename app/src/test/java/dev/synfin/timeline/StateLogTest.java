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
}
