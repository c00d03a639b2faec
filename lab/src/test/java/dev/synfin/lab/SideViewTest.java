package dev.synfin.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.timeline.Capture;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.KernelSample;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.timeline.Timeline;
import dev.synfin.timeline.TraceFixture;
import dev.synfin.track.Side;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What two taps' views are together. */
class SideViewTest {
  /** At either end of the connections of the traces. */
  private static SideView view(String name, String address, String trace) {
    var place =
        new Place(name, "container:" + name, List.of(address), Set.of(), Set.of(), Map.of());
    Connection connection = TraceFixture.connection(trace);
    Capture capture = TraceFixture.capture(name, Capture.Vantage.SERVER);
    return new SideView(
        new TapSession(place, name, null, UnaryOperator.identity()),
        Timeline.of(List.of(capture), List.of(connection)).withKernel(List.of(asked())));
  }

  static SideView client(String trace) {
    return view("front", "10.0.0.1", trace);
  }

  static SideView server(String trace) {
    return view("origin", "10.0.0.2", trace);
  }

  /** As every tap says it that was not told where it sits. */
  private static KernelSample asked() {
    return new KernelSample(
        Instant.EPOCH, Side.SERVER, Map.of(), Map.of(), null, null, null, Map.of(), null);
  }

  private static String without(String trace, int line) {
    var lines = new java.util.ArrayList<>(trace.lines().toList());
    lines.set(line, null);
    lines.removeIf(java.util.Objects::isNull);
    return String.join("\n", lines);
  }

  private static List<SegmentEvent> lost(Timeline timeline) {
    return timeline.connections().getFirst().segments().stream()
        .filter(s -> s.lost() != null)
        .toList();
  }

  @Test
  void eachTapAsksTheKernelOfItsOwnEnd() {
    Timeline merged = SideView.merge(List.of(client(Traces.ECHO), server(Traces.ECHO)));

    assertThat(merged.kernel())
        .extracting(KernelSample::side)
        .containsExactly(Side.CLIENT, Side.SERVER);
  }

  @Test
  void whatBothSawIsOneConnectionThatLostNothing() {
    Timeline merged = SideView.merge(List.of(server(Traces.ECHO), client(Traces.ECHO)));

    assertThat(merged.connections()).hasSize(1);
    assertThat(lost(merged)).isEmpty();
    assertThat(merged.connections().getFirst().segments()).allMatch(s -> s.seen().size() == 2);
  }

  @Test
  void whatOneSentAndTheOtherDidNotGetWasLost() {
    Timeline merged =
        SideView.merge(List.of(client(Traces.ECHO), server(without(Traces.ECHO, 10))));

    assertThat(lost(merged))
        .singleElement()
        .satisfies(segment -> {
          assertThat(segment.from()).isEqualTo(Side.CLIENT);
          assertThat(segment.ack()).isEqualTo(10);
        });
  }
}
