package dev.synfin.lab;

import dev.synfin.track.Handshake;
import java.time.Duration;

/** A connection that was opened, and how. */
public final class HandshakeAssert extends ConnectionAssert {
  private final Handshake handshake;

  HandshakeAssert(ConnectionAssert of, Handshake handshake) {
    super(of);
    this.handshake = handshake;
  }

  /** From the SYN to the ACK that completed it no longer than this. */
  public ConnectionAssert within(Duration most) {
    Long rtt = handshake.rttNs();
    if (rtt == null || rtt > most.toNanos()) {
      throw failed(
          "to complete its handshake within " + Words.time(most),
          rtt == null ? "how long it took is not known" : "it took " + Words.time(rtt),
          handshake.frames().ack());
    }
    return this;
  }

  /** No SYN and no SYN+ACK was sent twice. */
  public ConnectionAssert withoutRetransmissions() {
    requireProof("that no segment of its handshake was sent again");
    int again = handshake.synRetransmissions() + handshake.synAckRetransmissions();
    if (again > 0) {
      throw failed("to complete its handshake at once", again + " segments of it were sent again");
    }
    return this;
  }
}
