package dev.synfin.lab;

import dev.synfin.diagnose.Diagnosis;
import dev.synfin.scenario.Nearest;
import dev.synfin.timeline.CallEvent;
import dev.synfin.timeline.Capture;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Finding;
import dev.synfin.timeline.KernelSample;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.timeline.Timeline;
import dev.synfin.track.Protocol;
import dev.synfin.track.Side;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions about everything that happened on a wire. Connections are those of TCP.
 *
 * <p>Whatever says that something did <em>not</em> happen fails where the capture is not proven
 * complete, or saw nothing at all.
 */
public final class TimelineAssert extends AbstractAssert<TimelineAssert, Timeline> {
  TimelineAssert(Timeline actual) {
    super(actual, TimelineAssert.class);
  }

  /** The capture is proven to hold everything that there was. */
  public TimelineAssert isComplete() {
    isNotNull();
    if (!Boolean.TRUE.equals(actual.complete())) {
      throw failed(
          "Expected a capture that is proven complete, but it is not: "
              + Failure.reason(actual)
              + ".");
    }
    return this;
  }

  /** The capture is proven complete, and there was no packet at all. */
  public TimelineAssert hasNoTraffic() {
    isComplete();
    long packets =
        actual.captures().stream()
            .map(Capture::frames)
            .filter(Objects::nonNull)
            .mapToLong(Capture.Frames::captured)
            .sum();
    if (packets > 0) {
      throw failed("Expected no traffic, but there were " + packets + " packets.");
    }
    return this;
  }

  /** There are so many connections. */
  public TimelineAssert hasConnections(int count) {
    isNotNull();
    if (connections().size() != count) {
      throw failed(
          "Expected "
              + Words.counted(count, "connection")
              + ", but "
              + Words.there(connections().size())
              + ".");
    }
    requireProof(
        count == 0
            ? "that there was no connection"
            : "that there was no more than " + Words.counted(count, "connection"));
    return this;
  }

  /** There is a connection to this port. */
  public TimelineAssert hasConnectionTo(int port) {
    isNotNull();
    if (connections().stream().noneMatch(to(port))) {
      throw failed("Expected a connection to port " + port + ", but there is none.");
    }
    return this;
  }

  /** There is none to this port: not even a SYN. */
  public TimelineAssert noConnectionTo(int port) {
    isNotNull();
    requireProof("that there was no connection to port " + port);
    requireSightOf(port);
    Connection found = connections().stream().filter(to(port)).findFirst().orElse(null);
    if (found != null) {
      throw failed(
          found,
          "Expected no connection to port "
              + port
              + ", but connection "
              + found.stream()
              + " from "
              + found.client().text()
              + " is one.",
          Words.first(found.segments().stream().map(SegmentEvent::frame).toList()),
          "expected no connection to port " + port);
    }
    return this;
  }

  /** A tap that was told to look elsewhere sees nothing of this port. */
  private void requireSightOf(int port) {
    for (Capture capture : actual.captures()) {
      String filter = capture.filter();
      if (filter != null && !Sight.of(port, filter)) {
        throw failed(
            "It cannot be said that there was no connection to port "
                + port
                + ": the filter of the capture «"
                + filter
                + "» leaves that port out, or may. Tap without port(…).");
      }
    }
  }

  private static Predicate<Connection> to(int port) {
    return connection -> Objects.equals(connection.server().port(), port);
  }

  /** No segment resets a connection. */
  public TimelineAssert hasNoResets() {
    return none("that there was no RST", ConnectionAssert::hasNoResets);
  }

  /** Nothing was sent again. */
  public TimelineAssert hasNoRetransmissions() {
    return none("that nothing was sent again", ConnectionAssert::hasNoRetransmissions);
  }

  private TimelineAssert none(String what, Consumer<ConnectionAssert> each) {
    isNotNull();
    requireProof(what);
    connections().forEach(connection -> each.accept(about(connection)));
    return this;
  }

  /** The connection of this number, from 0 in order of their first segments, passes. */
  public TimelineAssert connection(int index, Consumer<ConnectionAssert> assertions) {
    isNotNull();
    if (index < 0) {
      throw new IllegalArgumentException(
          "Connections are numbered from 0; there is no " + index + ".");
    }
    int there = connections().size();
    if (index >= there) {
      throw failed(
          "Expected connection " + index + " (the first is 0), but " + Words.there(there) + ".");
    }
    assertions.accept(about(connections().get(index)));
    return this;
  }

  /** There is a connection to this port, and the first passes. */
  public TimelineAssert connectionTo(int port, Consumer<ConnectionAssert> assertions) {
    hasConnectionTo(port);
    assertions.accept(about(connections().stream().filter(to(port)).findFirst().orElseThrow()));
    return this;
  }

  /** There is a connection, and each passes. */
  public TimelineAssert everyConnection(Consumer<ConnectionAssert> assertions) {
    isNotNull();
    if (connections().isEmpty()) {
      throw failed("Expected each connection to pass, but there is none.");
    }
    requireProof("that there is no connection that does not pass");
    connections().forEach(connection -> assertions.accept(about(connection)));
    return this;
  }

  /** At least one connection passes. */
  public TimelineAssert anyConnection(Consumer<ConnectionAssert> assertions) {
    isNotNull();
    AssertionError nearest = null;
    for (Connection connection : connections()) {
      try {
        Origins.quietly(() -> assertions.accept(about(connection)));
        return this;
      } catch (AssertionError e) {
        nearest = nearest == null ? e : nearest;
      }
    }
    throw failed(
        "Expected at least one connection to pass, but none of "
            + connections().size()
            + " does"
            + (nearest == null ? "." : "; the first: " + firstLine(nearest)));
  }

  private static String firstLine(AssertionError error) {
    return Objects.requireNonNullElse(error.getMessage(), error.toString())
        .lines()
        .findFirst()
        .orElse("");
  }

  /** There is a finding of this id, of a connection or of the whole; it passes. */
  public TimelineAssert hasFinding(String id) {
    return finding(id, found -> {});
  }

  /** There is a finding of this id, and the first passes. */
  public TimelineAssert finding(String id, Consumer<Finding> assertions) {
    requireFinding(id);
    Finding found = findings().filter(finding -> finding.id().equals(id)).findFirst().orElse(null);
    if (found == null) {
      throw failed("Expected the finding " + id + ", but there is " + listed() + ".");
    }
    assertions.accept(found);
    return this;
  }

  /** There is no finding of this id. */
  public TimelineAssert hasNoFinding(String id) {
    requireFinding(id);
    return hasNo("that there is no finding " + id, finding -> finding.id().equals(id));
  }

  /** One that nobody can find is a slip of the pen. */
  private void requireFinding(String id) {
    isNotNull();
    if (!Diagnosis.ids().contains(id) && findings().noneMatch(found -> found.id().equals(id))) {
      throw failed("No finding is called " + id + Nearest.hint(id, Diagnosis.ids()));
    }
  }

  /** Nothing unusual was found: neither warnings nor problems. */
  public TimelineAssert hasNoFindings() {
    return hasNo(
        "that nothing unusual happened", finding -> finding.severity() != Finding.Severity.INFO);
  }

  private TimelineAssert hasNo(String what, Predicate<Finding> unwanted) {
    isNotNull();
    requireProof(what);
    Finding found = findings().filter(unwanted).findFirst().orElse(null);
    if (found != null) {
      throw unwanted(found);
    }
    return this;
  }

  private AssertionError unwanted(Finding found) {
    String sentence = "Expected no finding " + found.id() + ", but: " + found.explanation();
    return actual.connections().stream()
        .filter(c -> c.findings().contains(found))
        .findFirst()
        .map(c -> failed(c, sentence, Words.first(found.evidence()), found.title()))
        .orElseGet(() -> failed(sentence));
  }

  private String listed() {
    List<String> ids = findings().map(Finding::id).distinct().toList();
    return ids.isEmpty() ? "none" : String.join(", ", ids);
  }

  private Stream<Finding> findings() {
    return Stream.concat(
        actual.findings().stream(),
        actual.connections().stream().flatMap(c -> c.findings().stream()));
  }

  /** A program of this side made this call; as a lab's programs do that log their calls. */
  public CallAssert call(Side side, String name) {
    isNotNull();
    List<CallEvent> calls =
        Stream.concat(
                actual.calls().stream(),
                actual.connections().stream().flatMap(c -> c.calls().stream()))
            .filter(call -> call.side() == side)
            .toList();
    if (calls.isEmpty()) {
      throw failed(
          "Expected the "
              + Words.side(side)
              + " to call "
              + name
              + ", but no calls of its were logged: taps see packets, not calls.");
    }
    List<CallEvent> found = calls.stream().filter(call -> call.call().equals(name)).toList();
    if (found.isEmpty()) {
      throw failed("Expected the " + Words.side(side) + " to call " + name + ", but it did not.");
    }
    return Failures.named(new CallAssert(found.getFirst(), actual), this);
  }

  /** The kernel of this side was asked; what it said follows. */
  public KernelAssert kernel(Side side) {
    isNotNull();
    List<KernelSample> samples =
        actual.kernel().stream().filter(sample -> sample.side() == side).toList();
    if (samples.isEmpty()) {
      throw failed(
          "The kernel of the "
              + Words.side(side)
              + " was not asked: a tap asks that of the container where it sits.");
    }
    return Failures.named(new KernelAssert(samples, actual), this);
  }

  /**
   * The timeline is the same as the one that is stored under this name, but for what differs from
   * run to run (ports, numbers, times) and for legal variants. With {@code -Dsynfin.updateGolden}
   * the stored one is written instead.
   */
  public TimelineAssert matchesGolden(String name) {
    isNotNull();
    requireProof("that there was nothing but what is stored");
    String difference = Golden.difference(actual, name);
    if (difference != null) {
      throw failed(difference);
    }
    return this;
  }

  private List<Connection> connections() {
    return actual.connections().stream().filter(c -> c.protocol() == Protocol.TCP).toList();
  }

  private ConnectionAssert about(Connection connection) {
    return Failures.named(new ConnectionAssert(connection, actual), this);
  }

  private void requireProof(String what) {
    String unproven = Failure.unproven(actual);
    if (unproven != null) {
      throw failed("It cannot be said " + what + ": " + unproven + ".");
    }
  }

  private AssertionError failed(
      Connection about, String sentence, @Nullable Long frame, String remark) {
    return Failures.error(this, Failure.of(actual, about, sentence, frame, remark));
  }

  private AssertionError failed(String sentence) {
    return Failures.error(this, Failure.of(actual, sentence));
  }
}
