package dev.synfin.track;

import org.jspecify.annotations.Nullable;

/**
 * How a connection was closed. What does not apply to the kind is null.
 *
 * @param initiator whose FIN left first
 * @param segments how many different frames carried the FINs and their acknowledgements: 4, or 3
 *     where one carried both an acknowledgement and the peer's FIN
 * @param halfClosedNs nanoseconds from the first FIN to the other side's
 * @param timeWait the side that is left in TIME-WAIT (the initiator's where both are)
 * @param by who sent the RST
 * @param frame the RST
 */
public record Teardown(
    Kind kind,
    @Nullable Side initiator,
    @Nullable Frames frames,
    @Nullable Integer segments,
    @Nullable Long halfClosedNs,
    @Nullable Side timeWait,
    @Nullable Side by,
    @Nullable Long frame) {

  /** How it ended. */
  public enum Kind {
    FIN,
    SIMULTANEOUS,
    HALF_CLOSED,
    RESET
  }

  /** The frames that carried each step, null where there was none. */
  public record Frames(
      @Nullable Long fin,
      @Nullable Long finAck,
      @Nullable Long peerFin,
      @Nullable Long peerFinAck) {}
}
