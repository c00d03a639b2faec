package dev.synfin.timeline;

import dev.synfin.track.Protocol;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes one timeline of what several taps saw of the same run, and of what its programs asked of
 * their sockets.
 *
 * <p>A packet stands there once, as its sender's tap saw it; the rest is under {@code seen}. What
 * it did to its receiver's state comes from the receiver's tap. One that the receiver's tap did not
 * see was lost. All taps must have the same clock.
 */
public final class TimelineMerger {
  private TimelineMerger() {}

  /**
   * Merges the timelines of captures, one each, with socket calls and faults.
   *
   * @param timelines of one capture each, under different ids; one alone keeps its packets as they
   *     are
   * @param calls of all programs, with {@code at}; those of exactly one connection become its
   *     events
   * @param faults what the network was told to do; a single one is named at what was lost
   * @throws IllegalArgumentException if there is no timeline, one has several captures, or two have
   *     the same id
   */
  public static Timeline merge(
      List<Timeline> timelines, List<CallEvent> calls, List<Fault> faults) {
    checkCaptures(timelines);
    var connections =
        timelines.size() == 1 ? timelines.getFirst().connections() : connections(timelines, faults);
    var assigned = CallAssigner.assign(connections, calls);
    return Timeline.of(timelines.stream().map(TimelineMerger::captureOf).toList(), List.of())
        .withConnections(assigned.connections())
        .withCalls(assigned.rest())
        .withKernel(
            timelines.stream()
                .flatMap(t -> t.kernel().stream())
                .sorted(Comparator.comparing(KernelSample::at))
                .toList())
        .withFindings(timelines.stream().flatMap(t -> t.findings().stream()).distinct().toList())
        .withFaults(withFrames(faults, assigned.connections()));
  }

  private static void checkCaptures(List<Timeline> timelines) {
    if (timelines.isEmpty()) {
      throw new IllegalArgumentException("There is no timeline to merge.");
    }
    var ids = new HashSet<String>();
    for (var timeline : timelines) {
      if (!ids.add(captureOf(timeline).id())) {
        throw new IllegalArgumentException("Two captures are called " + captureOf(timeline).id());
      }
    }
  }

  private static Capture captureOf(Timeline timeline) {
    if (timeline.captures().size() != 1) {
      throw new IllegalArgumentException("A timeline to merge has one capture.");
    }
    return timeline.captures().getFirst();
  }

  private static List<Connection> connections(List<Timeline> timelines, List<Fault> faults) {
    var groups = new LinkedHashMap<Key, List<View>>();
    for (var timeline : timelines) {
      var seen = new LinkedHashMap<Key, Integer>();
      for (var connection : timeline.connections()) {
        var key = Key.of(connection, seen);
        groups
            .computeIfAbsent(key, k -> new ArrayList<>())
            .add(new View(captureOf(timeline), connection));
      }
    }
    var captures = timelines.stream().map(TimelineMerger::captureOf).toList();
    var rule = faults.size() == 1 ? faults.getFirst().rule() : null;
    return numbered(
        groups.values().stream()
            .map(views -> new ConnectionMerger(views, captures, rule).merge())
            .sorted(Comparator.comparing(Connection::startedAt))
            .toList());
  }

  /** As tshark numbers them: per protocol, in order of first frames. */
  private static List<Connection> numbered(List<Connection> connections) {
    var next = new EnumMap<Protocol, Long>(Protocol.class);
    var numbered = new ArrayList<Connection>(connections.size());
    for (var connection : connections) {
      var stream = next.merge(connection.protocol(), 1L, Long::sum) - 1;
      numbered.add(connection.withStream(stream));
    }
    return numbered;
  }

  /** A single fault that does not say whom it hit is said to have hit all that was lost. */
  private static List<Fault> withFrames(List<Fault> faults, List<Connection> connections) {
    if (faults.size() != 1 || !faults.getFirst().frames().isEmpty()) {
      return faults;
    }
    var lost = new ArrayList<Long>();
    for (var connection : connections) {
      for (var event : connection.allEvents()) {
        if (event instanceof PacketEvent packet && packet.lost() != null) {
          lost.add(packet.frame());
        }
      }
    }
    var fault = faults.getFirst();
    return List.of(new Fault(fault.rule(), fault.intended(), fault.counter(), lost));
  }

  /**
   * What makes a connection the same one in several captures: its ends and the number that its
   * client's SYN began with; without a SYN, how many with the same ends came before it.
   */
  private record Key(
      Protocol protocol,
      String client,
      String server,
      @Nullable Long initialSeq,
      @Nullable Integer nth) {

    static Key of(Connection c, Map<Key, Integer> seen) {
      var isn = initialSeq(c);
      var key = new Key(c.protocol(), c.client().text(), c.server().text(), isn, null);
      if (isn != null) {
        return key;
      }
      return new Key(key.protocol, key.client, key.server, null, seen.merge(key, 1, Integer::sum));
    }

    private static @Nullable Long initialSeq(Connection connection) {
      for (var segment : connection.segments()) {
        if (segment.has(Flag.SYN)) {
          var fromClient = segment.from() == dev.synfin.track.Side.CLIENT;
          if (fromClient) {
            return segment.rawSeq();
          }
          var ack = segment.rawAck();
          return ack == null ? null : (ack - 1) & 0xFFFF_FFFFL;
        }
      }
      return null;
    }
  }
}
