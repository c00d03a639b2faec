package dev.synfin.diagnose;

import dev.synfin.timeline.CallEvent;
import dev.synfin.timeline.Capture;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Endpoint;
import dev.synfin.timeline.Finding;
import dev.synfin.timeline.KernelSample;
import dev.synfin.timeline.Timeline;
import dev.synfin.track.ConnectionSummary;
import dev.synfin.track.Handshake;
import dev.synfin.track.TcpState;
import dev.synfin.track.Teardown;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks for trouble in timelines: the one door of this package.
 *
 * <p>Where connections are told one by one and not kept ({@code --format jsonl}), {@link
 * #add(Connection, Instant)} gives the findings of each as it closes, from what is known of it
 * without its packets, and {@link #ofTheWhole} those of all of them at the end. What it keeps is
 * bounded, however many connections there are.
 */
public final class Diagnosis {
  private static final List<Finder> FINDERS =
      List.of(
          new ConnectionRefused(),
          new SynFiltered(),
          new UnreadDataReset(),
          new EndOfFileIgnored(),
          new HalfOpenPeer(),
          new MissingClose(),
          new ZeroWindowStall(),
          new NagleWithDelayedAck(),
          new KeepAliveFailure(),
          new SegmentLoss(),
          new StateContradiction());

  private static final List<String> IDS =
      List.of(
          "connection-refused",
          "syn-filtered",
          "reset-unread-data",
          "end-of-file-ignored",
          "half-open-peer",
          "missing-close",
          "zero-window-stall",
          "nagle-delayed-ack",
          "keep-alive-failure",
          "segment-loss",
          "state-contradiction",
          "syn-backlog-pressure",
          "accept-queue-overflow",
          "time-wait-pile-up",
          "port-exhaustion");

  private final TimeWaits timeWaits = new TimeWaits();
  private final SynBacklogPressure backlogs = new SynBacklogPressure();
  private final List<Watcher> watchers =
      List.of(
          backlogs,
          new AcceptQueueOverflow(),
          new TimeWaitPileUp(timeWaits),
          new PortExhaustion(timeWaits));
  private final List<Capture> captures;
  private final List<KernelSample> kernel;

  private Diagnosis(List<Capture> captures, List<KernelSample> kernel) {
    this.captures = captures;
    this.kernel = kernel;
  }

  /** What findings can be called. */
  public static List<String> ids() {
    return IDS;
  }

  /** A diagnosis of connections that are told one by one. */
  public static Diagnosis begin() {
    return new Diagnosis(List.of(), List.of());
  }

  /** The document with the findings of each connection and of the whole; others it had are gone. */
  public static Timeline of(Timeline timeline) {
    var diagnosis = new Diagnosis(timeline.captures(), timeline.kernel());
    Instant end = end(timeline);
    var connections =
        timeline.connections().stream().map(c -> c.withFindings(diagnosis.add(c, end))).toList();
    return timeline
        .withConnections(connections)
        .withFindings(diagnosis.ofTheWhole(timeline.kernel(), timeline.calls()));
  }

  /**
   * The findings of one connection, which is also counted towards those of the whole.
   *
   * @param end time of the capture's last frame so far, or null
   */
  public List<Finding> add(Connection connection, @Nullable Instant end) {
    var scene = new Scene(end, captures, kernel);
    timeWaits.add(connection);
    for (Watcher watcher : watchers) {
      watcher.accept(connection);
    }
    // Captures have a million connections and few findings: no list where there is none.
    List<Finding> found = List.of();
    for (Finder finder : FINDERS) {
      var finding = finder.find(connection, scene);
      if (finding.isPresent()) {
        found = found.isEmpty() ? new ArrayList<>() : found;
        found.add(finding.get());
      }
    }
    return found;
  }

  /**
   * Counts a connection, of which only this is known, towards those of the whole, if nothing can be
   * found in itself: with a handshake and FINs, and with nothing sent again.
   *
   * @return false, with nothing counted, where something may be found
   */
  public boolean addOrdinary(ConnectionSummary c, Endpoint client, Endpoint server) {
    var handshake = c.handshake();
    var teardown = c.teardown();
    if (handshake == null
        || handshake.kind() != Handshake.Kind.THREE_WAY
        || teardown == null
        || teardown.kind() != Teardown.Kind.FIN
        || c.serverState() == TcpState.SYN_RECEIVED
        || c.clientTraffic().retransmittedFrames() + c.serverTraffic().retransmittedFrames() > 0) {
      return false;
    }
    long ended = Math.floorDiv(c.startedAtNanos() + c.durationNs(), 1_000_000_000L);
    timeWaits.add(teardown, client, server, ended);
    backlogs.addAnswered(server);
    return true;
  }

  /** The findings of all connections so far together. */
  public List<Finding> ofTheWhole(List<KernelSample> samples, List<CallEvent> calls) {
    return watchers.stream().map(w -> w.conclude(samples, calls)).flatMap(List::stream).toList();
  }

  private static @Nullable Instant end(Timeline timeline) {
    return Stream.concat(
            timeline.captures().stream().map(Capture::endedAt).filter(Objects::nonNull),
            timeline.connections().stream().map(c -> c.startedAt().plusNanos(c.durationNs())))
        .max(Instant::compareTo)
        .orElse(null);
  }
}
