package dev.synfin.lab;

import dev.synfin.track.Side;
import dev.synfin.track.Teardown;
import org.jspecify.annotations.Nullable;

/** A connection that was closed, and how. */
public final class ClosingAssert extends ConnectionAssert {
  private final Side side;
  private final Teardown teardown;

  ClosingAssert(ConnectionAssert of, Side side, Teardown teardown) {
    super(of);
    this.side = side;
    this.teardown = teardown;
  }

  /**
   * With a FIN from each side and no RST, in three segments or in four. Where the capture is not
   * proven complete, both FINs must have been acknowledged: then nothing is left to reset.
   */
  public ClosingAssert gracefully() {
    switch (teardown.kind()) {
      case FIN, SIMULTANEOUS -> {
        if (!isAcknowledged(teardown.frames())) {
          requireProof("that nothing reset it after the FINs");
        }
      }
      case HALF_CLOSED ->
          throw failed(
              "to be closed gracefully by the " + Words.side(side),
              "the " + Words.side(side.peer()) + " has not closed its side",
              closing(teardown));
      case RESET ->
          throw failed(
              "to be closed gracefully by the " + Words.side(side),
              teardown.by() == null
                  ? "it was reset"
                  : "the " + Words.side(teardown.by()) + " reset it",
              closing(teardown));
    }
    return this;
  }

  private static boolean isAcknowledged(Teardown.@Nullable Frames frames) {
    return frames != null && frames.finAck() != null && frames.peerFinAck() != null;
  }

  /** With a RST of this side. */
  public ClosingAssert abruptly() {
    if (teardown.kind() != Teardown.Kind.RESET || teardown.by() != side) {
      throw failed("to be reset by the " + Words.side(side), "it was not", closing(teardown));
    }
    return this;
  }

  /** With a FIN from each side, in so many segments: 3 or 4. */
  public ClosingAssert inSegments(int count) {
    gracefully();
    requireProof("that it was closed in no more than " + count + " segments");
    Integer segments = teardown.segments();
    if (segments == null || segments != count) {
      throw failed(
          "to be closed in " + count + " segments",
          segments == null ? "it is not known in how many it was" : "it took " + segments,
          closing(teardown));
    }
    return this;
  }

  /** And stays in TIME-WAIT on this side, as whoever closes first does. */
  public ClosingAssert leavingTimeWait() {
    if (teardown.timeWait() != side) {
      throw failed(
          "to leave the " + Words.side(side) + " in TIME-WAIT",
          teardown.timeWait() == null
              ? "nobody is in it"
              : "the " + Words.side(teardown.timeWait()) + " is in it",
          closing(teardown));
    }
    return this;
  }
}
