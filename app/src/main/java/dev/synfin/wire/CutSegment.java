package dev.synfin.wire;

/**
 * A TCP segment of which the capture holds no more than the ports, so that it cannot be placed in
 * its connection.
 */
public final class CutSegment extends IpPacket {
  CutSegment() {}
}
