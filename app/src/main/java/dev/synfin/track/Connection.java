package dev.synfin.track;

import dev.synfin.wire.IcmpError;
import dev.synfin.wire.IpPacket;
import org.jspecify.annotations.Nullable;

/** One connection or UDP conversation as the tracker follows it. */
public abstract sealed class Connection permits TcpConnection, UdpConversation {
  // The four-tuple lies in the object itself, so that finding a connection touches one object.
  final int version;
  final long clientHigh;
  final long clientLow;
  final int clientPort;
  final long serverHigh;
  final long serverLow;
  final int serverPort;
  final int hash;

  final long stream;
  final long startedAtNanos;
  long lastNanos;

  /** Neighbours among the closed ones, see {@link ClosedQueue}. */
  @Nullable Connection closedBefore;

  @Nullable Connection closedAfter;
  boolean queued;

  /** No longer in the table: evicted, or its four-tuple was taken by another. */
  boolean gone;

  private @Nullable Object attachment;

  Connection(IpPacket first, Side sender, int hash, long stream) {
    boolean ofClient = sender == Side.CLIENT;
    this.version = first.version();
    this.clientHigh = ofClient ? first.sourceHigh() : first.destinationHigh();
    this.clientLow = ofClient ? first.sourceLow() : first.destinationLow();
    this.clientPort = ofClient ? first.sourcePort() : first.destinationPort();
    this.serverHigh = ofClient ? first.destinationHigh() : first.sourceHigh();
    this.serverLow = ofClient ? first.destinationLow() : first.sourceLow();
    this.serverPort = ofClient ? first.destinationPort() : first.sourcePort();
    this.hash = hash;
    this.stream = stream;
    this.startedAtNanos = first.epochNanos();
    this.lastNanos = startedAtNanos;
  }

  /** Number per protocol, from 0, in order of first frames. */
  public final long stream() {
    return stream;
  }

  /** TCP or UDP. */
  public abstract Protocol protocol();

  /** Time of the first frame, nanoseconds since 1970-01-01T00:00:00Z. */
  public final long startedAtNanos() {
    return startedAtNanos;
  }

  /** From its first frame to the latest time of any, nanoseconds; never negative. */
  public final long durationNs() {
    return lastNanos - startedAtNanos;
  }

  /** 4 or 6. */
  public final int ipVersion() {
    return version;
  }

  /** The client's address as in {@link IpPacket#sourceHigh()}. */
  public final long clientHigh() {
    return clientHigh;
  }

  /** The client's address as in {@link IpPacket#sourceLow()}. */
  public final long clientLow() {
    return clientLow;
  }

  /** The client's port. */
  public final int clientPort() {
    return clientPort;
  }

  /** The server's address as in {@link IpPacket#sourceHigh()}. */
  public final long serverHigh() {
    return serverHigh;
  }

  /** The server's address as in {@link IpPacket#sourceLow()}. */
  public final long serverLow() {
    return serverLow;
  }

  /** The server's port. */
  public final int serverPort() {
    return serverPort;
  }

  /** Readies the summary, so that it needs nothing any more that connections share. */
  abstract void conclude();

  /** What it amounted to so far. */
  public abstract ConnectionSummary summary();

  /** What it amounted to so far in short, without its ends and times. */
  public abstract ConnectionBrief brief();

  /** What the observer keeps with this connection, so that it needs no table of its own. */
  public final @Nullable Object attachment() {
    return attachment;
  }

  /** Keeps something of the observer's with this connection. */
  public final void attach(@Nullable Object something) {
    attachment = something;
  }

  /** Captures are not always in the order of time: a frame from before does not shorten it. */
  final void touch(IpPacket packet) {
    lastNanos = Math.max(lastNanos, packet.epochNanos());
  }

  /** Who sent a packet that is known to be of this connection. */
  final Side sender(IpPacket packet) {
    return goesToServer(
            packet.sourceHigh(),
            packet.sourceLow(),
            packet.sourcePort(),
            packet.destinationHigh(),
            packet.destinationLow(),
            packet.destinationPort())
        ? Side.CLIENT
        : Side.SERVER;
  }

  /** Who sent the packet that this error quotes. */
  final Side quotedSender(IcmpError error) {
    return goesToServer(
            error.quotedSourceHigh(),
            error.quotedSourceLow(),
            error.quotedSourcePort(),
            error.quotedDestinationHigh(),
            error.quotedDestinationLow(),
            error.quotedDestinationPort())
        ? Side.CLIENT
        : Side.SERVER;
  }

  final boolean goesToServer(
      long fromHigh, long fromLow, int fromPort, long toHigh, long toLow, int toPort) {
    return clientPort == fromPort
        && serverPort == toPort
        && clientLow == fromLow
        && serverLow == toLow
        && clientHigh == fromHigh
        && serverHigh == toHigh;
  }
}
