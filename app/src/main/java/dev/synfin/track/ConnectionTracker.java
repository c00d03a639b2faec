package dev.synfin.track;

import dev.synfin.wire.CutSegment;
import dev.synfin.wire.Datagram;
import dev.synfin.wire.Decoded;
import dev.synfin.wire.IcmpError;
import dev.synfin.wire.IpPacket;
import dev.synfin.wire.Refusal;
import dev.synfin.wire.TcpSegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Follows every TCP connection and UDP conversation of a capture, and tells an observer.
 *
 * <p>Where to find a rule from here: {@link Course} takes a segment through all of them in order;
 * {@link Peer} is one end's state by RFC 9293, {@link SequenceAnalysis} gives Wireshark's flags
 * (with {@link RetransmissionRules}), {@link Completeness} its completeness, {@link ZeekVerdict}
 * Zeek's words, {@link RetransmissionJudge} what was sent again, {@link DataCause} why, {@link
 * Probes} what only asks, {@link RecentSegments} what the capture holds twice, {@link
 * HandshakeTrace} and {@link TeardownTrace} how it opened and closed, {@link Course#endsWith} where
 * ports begin another connection.
 *
 * <p>Memory grows with the connections that are open, and a cap bounds those: one that is closed is
 * given up first, then the one that has been idle for the longest. Of those that both ends have
 * closed, at most a sixty-fourth of the cap is kept for what may still come of them; of those
 * before only the ends are known, so that ports that are used again are recognised. What has been
 * idle for longer than a timeout, where there is one, is given up too.
 */
public final class ConnectionTracker {
  /** How many connections are kept at once unless said otherwise. */
  public static final int DEFAULT_MAX_CONNECTIONS = 1_000_000;

  /** One in so many may be a closed connection that is kept for what still comes of it. */
  private static final int CLOSED_SHARE = 64;

  /** For each packet at most so many connections are looked at for what has been idle. */
  private static final int LOOKED_AT = 16;

  private static final int TCP = 6, UDP = 17;

  private final ConnectionObserver observer;
  private final int maxConnections;
  private final long idleNanos;
  private final ConnectionTable<TcpConnection> tcp = new ConnectionTable<>(seed());
  private final ConnectionTable<UdpConversation> udp = new ConnectionTable<>(seed());
  private final RecentlyOpened recentlyOpened = new RecentlyOpened();
  private final ClosedQueue closed = new ClosedQueue();
  private final IdleQueue idle = new IdleQueue();
  private final GoneTuples evictedTuples = new GoneTuples();
  private final GoneTuples closedTuples = new GoneTuples();
  private final Analyses analyses = new Analyses();
  private final SegmentFacts facts = new SegmentFacts();

  /** So much later than the last time all are looked at for what has been idle for too long. */
  private final long lookEvery;

  private long lastLook = Long.MIN_VALUE;
  private long packetsSinceLook;

  private long tcpStreams;
  private long udpStreams;
  private long strayIcmpErrors;
  private long evicted;
  private long resumed;

  /** Tells {@code observer}, and keeps up to {@link #DEFAULT_MAX_CONNECTIONS} at once. */
  public ConnectionTracker(ConnectionObserver observer) {
    this(observer, DEFAULT_MAX_CONNECTIONS);
  }

  /**
   * Tells {@code observer}, and keeps at most {@code maxConnections} at once, TCP and UDP together.
   *
   * @throws IllegalArgumentException if {@code maxConnections} is not positive
   */
  public ConnectionTracker(ConnectionObserver observer, int maxConnections) {
    this(observer, maxConnections, null);
  }

  /**
   * Tells {@code observer}, keeps at most {@code maxConnections} at once, TCP and UDP together, and
   * gives up those without a frame for longer than {@code idleTimeout}.
   *
   * @param idleTimeout by the frames' own times; null for none
   * @throws IllegalArgumentException if {@code maxConnections} or the timeout is not positive
   */
  public ConnectionTracker(
      ConnectionObserver observer, int maxConnections, @Nullable Duration idleTimeout) {
    if (maxConnections < 1) {
      throw new IllegalArgumentException("maxConnections must be positive: " + maxConnections);
    }
    if (idleTimeout != null && !idleTimeout.isPositive()) {
      throw new IllegalArgumentException("idleTimeout must be positive: " + idleTimeout);
    }
    this.observer = observer;
    this.maxConnections = maxConnections;
    this.idleNanos = idleTimeout == null ? Long.MAX_VALUE : nanos(idleTimeout);
    this.lookEvery = idleTimeout == null ? Long.MAX_VALUE : idleNanos / 4;
  }

  /** As many as a number has room for: 292 years are more than any capture's. */
  private static long nanos(Duration duration) {
    return duration.compareTo(Duration.ofNanos(Long.MAX_VALUE)) < 0
        ? duration.toNanos()
        : Long.MAX_VALUE;
  }

  private static long seed() {
    return ThreadLocalRandom.current().nextLong();
  }

  /** Follows what a frame turned out to be; a refusal is nothing to follow. */
  public void accept(Decoded decoded) {
    if (decoded
        instanceof TcpSegment segment) { // nearly always, and no switch over types is as fast
      accept(segment);
      return;
    }
    switch (decoded) {
      case TcpSegment segment -> accept(segment);
      case CutSegment cut -> observer.cutSegment(cut);
      case Datagram datagram -> accept(datagram);
      case IcmpError error -> accept(error);
      case Refusal refusal -> {}
    }
  }

  private void accept(TcpSegment segment) {
    giveUpIdle(segment.epochNanos());
    int hash = tcp.hash(segment);
    TcpConnection connection = tcp.find(segment, hash);
    if (connection != null && isIdle(connection, segment.epochNanos())) {
      evict(connection);
      connection = null;
    }
    if (connection == null || connection.startsAnew(segment)) {
      connection = open(segment, hash, connection);
    }
    connection.accept(segment, facts);
    observer.segment(connection, segment, facts);
    if (connection.isClosed()) {
      closed.add(connection);
      forgetLongClosed();
    }
  }

  private TcpConnection open(TcpSegment segment, int hash, @Nullable TcpConnection predecessor) {
    if (predecessor != null) {
      giveUp(predecessor);
    }
    makeRoom();
    boolean reused = predecessor != null || reusesClosed(segment, hash);
    var connection = new TcpConnection(segment, hash, tcpStreams++, analyses, reused);
    tcp.add(connection);
    TcpConnection older = recentlyOpened.add(connection);
    if (older != null) {
      older.rest();
    }
    countResumed(segment, hash);
    observer.opened(connection);
    return connection;
  }

  /** What was closed begins again with a SYN; anything else is a late segment of it. */
  private boolean reusesClosed(TcpSegment segment, int hash) {
    if (!closedTuples.remove(segment, hash)) {
      return false;
    }
    boolean reused = segment.has(TcpSegment.SYN);
    resumed += reused ? 0 : 1;
    return reused;
  }

  private void countResumed(IpPacket first, int hash) {
    resumed += evictedTuples.remove(first, hash) ? 1 : 0;
  }

  private void accept(Datagram datagram) {
    giveUpIdle(datagram.epochNanos());
    int hash = udp.hash(datagram);
    UdpConversation conversation = udp.find(datagram, hash);
    if (conversation != null && isIdle(conversation, datagram.epochNanos())) {
      evict(conversation);
      conversation = null;
    }
    if (conversation == null) {
      makeRoom();
      conversation = new UdpConversation(datagram, hash, udpStreams++);
      udp.add(conversation);
      countResumed(datagram, hash);
      observer.opened(conversation);
    }
    Side from = conversation.accept(datagram);
    observer.datagram(conversation, datagram, from);
  }

  /** An ICMP error comes from the side that the quoted packet went to, or from its way there. */
  private void accept(IcmpError error) {
    Connection connection =
        switch (error.quotedProtocol()) {
          case TCP -> tcp.findQuoted(error);
          case UDP -> udp.findQuoted(error);
          default -> null;
        };
    if (connection == null) {
      strayIcmpErrors++;
      return;
    }
    connection.touch(error);
    observer.icmp(connection, error, connection.quotedSender(error).peer());
  }

  /** The late copy of a segment comes soon: what was closed long ago needs no memory. */
  private void forgetLongClosed() {
    Connection longest = closed.first();
    if (longest != null && closed.size() > Math.max(1, maxConnections / CLOSED_SHARE)) {
      closedTuples.add(longest);
      giveUp(longest);
    }
  }

  private void makeRoom() {
    while (tcp.size() + udp.size() >= maxConnections) {
      Connection victim = closed.first();
      if (victim == null) {
        victim = idlest();
      }
      evict(victim);
    }
  }

  private void evict(Connection connection) {
    (connection.queued ? closedTuples : evictedTuples).add(connection);
    evicted++;
    giveUp(connection);
  }

  private boolean isIdle(Connection connection, long now) {
    return now - connection.lastNanos > idleNanos;
  }

  /**
   * Looks at all, so seldom that it costs each packet little, whatever times a capture claims.
   * Where times go back, the next look is counted from there.
   */
  private void giveUpIdle(long now) {
    packetsSinceLook++;
    long since = now - lastLook;
    if (since < 0) {
      lastLook = now;
    } else if (since > lookEvery && packetsSinceLook >= (tcp.size() + udp.size()) / LOOKED_AT) {
      lastLook = now;
      packetsSinceLook = 0;
      lookForIdle(now);
    }
  }

  private void lookForIdle(long now) {
    for (TcpConnection each : tcp.inOrder()) {
      if (isIdle(each, now)) {
        evict(each);
      }
    }
    for (UdpConversation each : udp.inOrder()) {
      if (isIdle(each, now)) {
        evict(each);
      }
    }
  }

  private Connection idlest() {
    Connection candidate = idle.poll();
    if (candidate == null) {
      var all = new ArrayList<Connection>(tcp.all());
      all.addAll(udp.all());
      idle.refill(all);
      candidate = idle.poll();
    }
    if (candidate == null) {
      throw new IllegalStateException("no connection to evict");
    }
    return candidate;
  }

  private void giveUp(Connection connection) {
    closed.remove(connection);
    connection.conclude();
    connection.gone = true;
    if (connection instanceof TcpConnection) {
      tcp.remove(connection);
    } else {
      udp.remove(connection);
    }
    observer.closed(connection);
  }

  /** Closes every connection that is still open, in the order of their streams, TCP before UDP. */
  public void finish() {
    tcp.inOrder().forEach(this::giveUp);
    udp.inOrder().forEach(this::giveUp);
  }

  /** How many connections were given up: there were too many at once, or they were idle. */
  public long evicted() {
    return evicted;
  }

  /**
   * How many connections went on, as far as known, after they had been evicted, or closed and
   * forgotten.
   */
  public long resumed() {
    return resumed;
  }

  /** How many ICMP errors quote a packet of no connection that is known. */
  public long strayIcmpErrors() {
    return strayIcmpErrors;
  }
}
