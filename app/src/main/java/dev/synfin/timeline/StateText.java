package dev.synfin.timeline;

import static dev.synfin.timeline.LineBuffer.ascii;

import dev.synfin.track.Phase;
import dev.synfin.track.SegmentFacts;
import dev.synfin.track.TcpState;
import org.jspecify.annotations.Nullable;

/** What stands in a line for the phase and both ends' states: one constant for each of the few. */
final class StateText {
  private static final int STATES = TcpState.values().length + 1;
  private static final byte[][] TEXTS = texts();

  private StateText() {}

  private static byte[][] texts() {
    var texts = new byte[Phase.values().length * STATES * STATES][];
    for (var phase : Phase.values()) {
      for (var client = 0; client < STATES; client++) {
        for (var server = 0; server < STATES; server++) {
          texts[place(phase, client, server)] =
              ascii(
                  ",\"phase\":\""
                      + Names.of(phase)
                      + "\",\"client_state\":"
                      + name(client)
                      + ",\"server_state\":"
                      + name(server));
        }
      }
    }
    return texts;
  }

  @SuppressWarnings("EnumOrdinal") // as below
  private static String name(int number) {
    return number == 0 ? "null" : '"' + Names.of(TcpState.values()[number - 1]) + '"';
  }

  @SuppressWarnings("EnumOrdinal") // made from the same constants in the same order
  private static int place(Phase phase, int client, int server) {
    return (phase.ordinal() * STATES + client) * STATES + server;
  }

  @SuppressWarnings("EnumOrdinal") // as above
  private static int number(@Nullable TcpState state) {
    return state == null ? 0 : state.ordinal() + 1;
  }

  static byte[] of(SegmentFacts facts) {
    return TEXTS[place(facts.phase(), number(facts.clientState()), number(facts.serverState()))];
  }
}
