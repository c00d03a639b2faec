package dev.synfin.lab;

import dev.synfin.diagnose.Diagnosis;
import dev.synfin.timeline.Capture;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.KernelSample;
import dev.synfin.timeline.Timeline;
import dev.synfin.timeline.TimelineMerger;
import dev.synfin.track.Protocol;
import dev.synfin.track.Side;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One tap's timeline, to be merged with others. Taps need not see the same connections: each is
 * merged of the views of those taps that sit at its ends, so that one that only one tap can see
 * lost nothing.
 */
record SideView(TapSession session, Timeline timeline) {

  /** At most one tap sits at each end. */
  private record Ends(@Nullable SideView client, @Nullable SideView server) {}

  static Timeline merge(List<SideView> given) {
    if (given.size() == 1) {
      return given.getFirst().timeline();
    }
    List<SideView> views = distinct(given);
    var groups = new LinkedHashMap<Ends, Map<SideView, List<Connection>>>();
    for (SideView view : views) {
      for (Connection connection : view.timeline().connections()) {
        Ends ends = ends(connection, view, views);
        groups
            .computeIfAbsent(ends, e -> new LinkedHashMap<>())
            .computeIfAbsent(view, v -> new ArrayList<>())
            .add(connection);
      }
    }
    var connections = new ArrayList<Connection>();
    groups.forEach((ends, seen) -> connections.addAll(merge(ends, seen)));
    connections.sort(Comparator.comparing(Connection::startedAt));
    return Diagnosis.of(
        Timeline.of(
                views.stream().map(v -> v.timeline().captures().getFirst()).toList(),
                numbered(connections))
            .withKernel(kernel(views, groups)));
  }

  /** Captures are told apart by their ids. */
  private static List<SideView> distinct(List<SideView> views) {
    Set<String> taken = new HashSet<>();
    var distinct = new ArrayList<SideView>();
    for (SideView view : views) {
      Capture capture = view.timeline().captures().getFirst();
      String id = capture.id();
      for (int i = 2; !taken.add(id); i++) {
        id = capture.id() + "-" + i;
      }
      distinct.add(new SideView(view.session(), as(view.timeline(), id, capture.vantage())));
    }
    return distinct;
  }

  private static Ends ends(Connection connection, SideView seenBy, List<SideView> views) {
    SideView client = at(Side.CLIENT, connection, seenBy, views);
    SideView server = at(Side.SERVER, connection, seenBy, views);
    return new Ends(client, server);
  }

  private static @Nullable SideView at(
      Side side, Connection connection, SideView seenBy, List<SideView> views) {
    if (seenBy.session().sideIn(connection) == side) {
      return seenBy;
    }
    return views.stream()
        .filter(v -> v.session().sideIn(connection) == side)
        .findFirst()
        .orElse(null);
  }

  private static List<Connection> merge(Ends ends, Map<SideView, List<Connection>> seen) {
    var parts = new ArrayList<Timeline>();
    add(ends.client(), Capture.Vantage.CLIENT, seen, parts);
    add(ends.server(), Capture.Vantage.SERVER, seen, parts);
    if (parts.size() < 2) {
      return seen.values().stream().flatMap(List::stream).toList();
    }
    return TimelineMerger.merge(parts, List.of(), List.of()).connections();
  }

  private static void add(
      @Nullable SideView view,
      Capture.Vantage vantage,
      Map<SideView, List<Connection>> seen,
      List<Timeline> parts) {
    if (view != null) {
      String id = view.timeline().captures().getFirst().id();
      parts.add(
          as(view.timeline(), id, vantage).withConnections(seen.getOrDefault(view, List.of())));
    }
  }

  private static Timeline as(Timeline timeline, String id, Capture.@Nullable Vantage vantage) {
    Capture c = timeline.captures().getFirst();
    var renamed =
        new Capture(
            id,
            c.source(),
            c.name(),
            vantage,
            c.file(),
            c.sha256(),
            c.filter(),
            c.linkType(),
            c.snaplen(),
            c.timestampPrecision(),
            c.startedAt(),
            c.endedAt(),
            c.frames(),
            c.evicted(),
            c.dropped(),
            c.complete(),
            c.reason());
    return Timeline.of(List.of(renamed), timeline.connections()).withKernel(timeline.kernel());
  }

  /** As tshark numbers them: per protocol, in order of first frames. */
  private static List<Connection> numbered(List<Connection> connections) {
    var next = new EnumMap<Protocol, Long>(Protocol.class);
    return connections.stream()
        .map(c -> c.withStream(Objects.requireNonNull(next.merge(c.protocol(), 1L, Long::sum)) - 1))
        .toList();
  }

  private static List<KernelSample> kernel(
      List<SideView> views, Map<Ends, Map<SideView, List<Connection>>> groups) {
    return views.stream()
        .flatMap(
            view -> KernelSides.as(side(view, groups.keySet()), view.timeline().kernel()).stream())
        .sorted(Comparator.comparing(KernelSample::at))
        .toList();
  }

  /** That which it has where another tap sits at the other end; null where it is both or none. */
  private static @Nullable Side side(SideView view, Set<Ends> all) {
    List<Ends> tapped = all.stream().filter(e -> e.client() != null && e.server() != null).toList();
    boolean client = tapped.stream().anyMatch(e -> view.equals(e.client()));
    boolean server = tapped.stream().anyMatch(e -> view.equals(e.server()));
    return client == server ? null : client ? Side.CLIENT : Side.SERVER;
  }
}
