package dev.synfin.timeline;

import dev.synfin.track.ConnectionObserver;
import dev.synfin.track.SegmentFacts;
import dev.synfin.track.Side;
import dev.synfin.wire.Datagram;
import dev.synfin.wire.IcmpError;
import dev.synfin.wire.IpPacket;
import dev.synfin.wire.TcpSegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes a timeline of what the tracker tells, in memory.
 *
 * <p>It keeps its notes with each connection ({@code Connection.attach}): no other observer of the
 * same tracker may do so.
 */
public final class TimelineBuilder implements ConnectionObserver {
  private final EventOptions options;
  private final EventRecords events;
  private final ConnectionRecords connections;
  private final Consumer<Connection> whenClosed;
  private final List<Draft> drafts = new ArrayList<>();

  /** Keeps of each packet what the options say. */
  public TimelineBuilder(EventOptions options) {
    this(options, closed -> {});
  }

  /** The same, and tells of each connection as soon as nothing more will come of it. */
  public TimelineBuilder(EventOptions options, Consumer<Connection> whenClosed) {
    this.options = options;
    this.events = new EventRecords(options);
    this.connections = new ConnectionRecords(options.names());
    this.whenClosed = whenClosed;
  }

  @Override
  public void opened(dev.synfin.track.Connection connection) {
    var draft = new Draft(connection);
    drafts.add(draft);
    connection.attach(draft);
  }

  @Override
  public void segment(
      dev.synfin.track.Connection connection, TcpSegment segment, SegmentFacts facts) {
    var tNs = since(connection, segment);
    var draft = draftOf(connection);
    draft.states.note(facts, segment.frameNumber(), tNs);
    if (options.events()) {
      draft.events.add(events.segment(segment, facts, tNs));
    }
  }

  @Override
  public void datagram(dev.synfin.track.Connection connection, Datagram datagram, Side from) {
    if (options.events()) {
      draftOf(connection).events.add(events.datagram(datagram, from, since(connection, datagram)));
    }
  }

  @Override
  public void icmp(dev.synfin.track.Connection connection, IcmpError error, Side from) {
    if (options.events()) {
      draftOf(connection).events.add(events.icmp(error, from, since(connection, error)));
    }
  }

  @Override
  public void closed(dev.synfin.track.Connection connection) {
    var draft = draftOf(connection);
    draft.finished = record(draft, connection);
    draft.events = List.of();
    draft.source = null;
    connection.attach(null);
    whenClosed.accept(draft.finished);
  }

  /** The document so far: connections that are still open are told as they are now. */
  public Timeline build(Capture capture) {
    var records = new ArrayList<Connection>(drafts.size());
    for (var draft : drafts) {
      var source = draft.source;
      var finished = draft.finished;
      if (finished != null) {
        records.add(finished);
      } else if (source != null) {
        records.add(record(draft, source));
      }
    }
    return Timeline.of(List.of(capture), records);
  }

  /** One connection as it is now, with its events so far. */
  public Connection soFar(dev.synfin.track.Connection connection) {
    return record(draftOf(connection), connection);
  }

  private Connection record(Draft draft, dev.synfin.track.Connection source) {
    return connections.of(
        source.summary(), draft.states.states(), options.events() ? draft.events : null);
  }

  private static long since(dev.synfin.track.Connection connection, IpPacket packet) {
    return packet.epochNanos() - connection.startedAtNanos();
  }

  private static Draft draftOf(dev.synfin.track.Connection connection) {
    if (connection.attachment() instanceof Draft draft) {
      return draft;
    }
    throw new IllegalStateException("This connection was not opened here.");
  }

  /** What is noted of one connection while it lasts. */
  private static final class Draft {
    final StateLog states = new StateLog();
    List<Event> events = new ArrayList<>();
    dev.synfin.track.@Nullable Connection source;
    @Nullable Connection finished;

    Draft(dev.synfin.track.Connection source) {
      this.source = source;
    }
  }
}
