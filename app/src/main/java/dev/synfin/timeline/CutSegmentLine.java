package dev.synfin.timeline;

import dev.synfin.address.IpAddresses;
import dev.synfin.wire.CutSegment;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A TCP segment of which the capture holds only the ports. It belongs to no stream, and {@code
 * headerCut} says that nothing more is known; as tshark's fields read, so that both can be
 * compared, its flags are none, and its number and length 0.
 */
record CutSegmentLine(
    String protocol,
    @Nullable Long stream,
    long frame,
    Instant at,
    Endpoint source,
    Endpoint destination,
    boolean headerCut,
    List<Flag> flags,
    long seq,
    int len) {

  static CutSegmentLine of(CutSegment cut) {
    return new CutSegmentLine(
        "tcp",
        null,
        cut.frameNumber(),
        Instant.ofEpochSecond(0, cut.epochNanos()),
        end(cut.version(), cut.sourceHigh(), cut.sourceLow(), cut.sourcePort()),
        end(cut.version(), cut.destinationHigh(), cut.destinationLow(), cut.destinationPort()),
        true,
        List.of(),
        0,
        0);
  }

  private static Endpoint end(int version, long high, long low, int port) {
    return new Endpoint(IpAddresses.text(version, high, low), port, null);
  }
}
