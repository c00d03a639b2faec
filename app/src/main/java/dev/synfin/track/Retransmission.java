package dev.synfin.track;

import org.jspecify.annotations.Nullable;

/**
 * synfin's own judgement that a segment was sent again, whatever Wireshark calls it.
 *
 * @param of the frame that first carried these octets, or null if the capture lacks it
 * @param cause why it was sent again, or null where no evidence tells
 * @param basis which evidence tells the cause, or null without a cause
 */
public record Retransmission(@Nullable Long of, @Nullable Cause cause, @Nullable String basis) {

  /** Why a sender sends again. */
  public enum Cause {
    /** The retransmission timer ran out (RFC 6298). */
    RTO,
    /** A probe for a loss at the tail (RFC 8985, 7). */
    TAIL_LOSS_PROBE,
    /** Three duplicate ACKs (RFC 5681, 3.2). */
    FAST,
    /** SACK or RACK showed the loss (RFC 6675, RFC 8985). */
    RACK_OR_SACK,
    /** A SYN whose answer its sender does not have. */
    SYN,
    /** A SYN+ACK whose acknowledgement its sender does not have. */
    SYN_ACK,
    /** A SYN+ACK that answers a SYN which came again: no timer of its sender ran out. */
    REPEATED_SYN,
    /** A FIN whose acknowledgement its sender does not have. */
    FIN
  }
}
