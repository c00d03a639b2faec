package dev.synfin.timeline;

import dev.synfin.track.SegmentFacts;
import dev.synfin.track.Side;
import dev.synfin.track.TcpState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Notes the states that each end of one connection goes through, in numbers: there is one of it for
 * each open connection.
 */
final class StateLog {
  /** From handshake to teardown, both ends together. */
  private static final int USUAL = 12;

  /**
   * Of an end's changes beyond these only the last is kept: resets that nobody obeys can change a
   * state with every frame.
   */
  private static final int MOST = 128;

  private static final TcpState[] STATES = TcpState.values();
  private static final int SIDE_BIT = 4;
  private static final int FRAME_SHIFT = 5;

  /** Two for each change: the frame, of which side, and which state; its time. */
  private long[] changes = {};

  private int size;
  private int ofClient;
  private @Nullable TcpState client;
  private @Nullable TcpState server;

  void note(SegmentFacts facts, long frame, long tNs) {
    note(facts.clientState(), facts.serverState(), frame, tNs);
  }

  /** Null where a state cannot be known. */
  void note(@Nullable TcpState ofClient, @Nullable TcpState ofServer, long frame, long tNs) {
    if (ofClient != null && ofClient != client) {
      client = ofClient;
      add(Side.CLIENT, ofClient, frame, tNs);
    }
    if (ofServer != null && ofServer != server) {
      server = ofServer;
      add(Side.SERVER, ofServer, frame, tNs);
    }
  }

  @SuppressWarnings("EnumOrdinal") // read back by this class only
  private void add(Side side, TcpState state, long frame, long tNs) {
    int at = place(side);
    changes[2 * at] = frame << FRAME_SHIFT | (long) side.ordinal() << SIDE_BIT | state.ordinal();
    changes[2 * at + 1] = tNs;
  }

  private int place(Side side) {
    if ((side == Side.CLIENT ? ofClient : size - ofClient) == MOST) {
      int last = size - 1;
      while (!isOf(last, side)) {
        last--;
      }
      return last;
    }
    if (2 * size == changes.length) {
      changes = Arrays.copyOf(changes, Math.max(2 * USUAL, 2 * changes.length));
    }
    ofClient += side == Side.CLIENT ? 1 : 0;
    return size++;
  }

  /** How many changes there are, of both ends together. */
  int size() {
    return size;
  }

  @SuppressWarnings("EnumOrdinal") // as it was written
  boolean isOf(int change, Side side) {
    return (changes[2 * change] >>> SIDE_BIT & 1) == side.ordinal();
  }

  TcpState state(int change) {
    return STATES[(int) changes[2 * change] & ((1 << SIDE_BIT) - 1)];
  }

  long frame(int change) {
    return changes[2 * change] >>> FRAME_SHIFT;
  }

  long tNs(int change) {
    return changes[2 * change + 1];
  }

  /** Both ends' states so far. */
  Sides<List<StateChange>> states() {
    return new Sides<>(of(Side.CLIENT), of(Side.SERVER));
  }

  private List<StateChange> of(Side side) {
    var states = new ArrayList<StateChange>();
    for (var i = 0; i < size; i++) {
      if (isOf(i, side)) {
        states.add(new StateChange(state(i), frame(i), tNs(i)));
      }
    }
    return states;
  }
}
