package dev.synfin.lab;

import static dev.synfin.lab.ReportRuns.segments;
import static dev.synfin.lab.ReportRuns.timeline;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.synfin.timeline.Flag;
import dev.synfin.timeline.KernelSample;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.track.Side;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How high the lines of the report's charts go, by what they say of themselves. */
@Timeout(180)
class ReportChartsIT extends ReportBrowsing {
  private static final Pattern LINE =
      Pattern.compile("([A-Z][\\w' ]+): ([\\d,]+) points, at most ([\\d,.]+)");

  /** The highest value of each line; four digits of it. */
  private static Map<String, Double> highest(String scenario, String tab) throws IOException {
    ReportRuns.open(browser, scenario, tab);
    browser.await("return document.querySelector('.plot canvas') !== null");
    return highestIn(browser.run(String.class, "return document.querySelector('.plot').ariaLabel"));
  }

  private static Map<String, Double> highestIn(String label) {
    return LINE.matcher(label)
        .results()
        .collect(
            Collectors.toMap(
                m -> m.group(1), m -> Double.valueOf(m.group(3).replace(",", "")), Math::max));
  }

  private static double most(String scenario, Side from, ToDoubleFunction<SegmentEvent> value) {
    return segments(scenario).stream()
        .filter(s -> s.from() == from)
        .mapToDouble(value)
        .max()
        .orElseThrow();
  }

  private static double known(@Nullable Number number) {
    return number == null ? 0 : number.doubleValue();
  }

  private static void assertReaches(Map<String, Double> highest, String line, double expected) {
    assertThat(expected).isPositive();
    assertThat(Objects.requireNonNull(highest.get(line), line))
        .as(line)
        .isCloseTo(expected, within(expected / 1_000));
  }

  @Test
  void theSequenceGoesUpToTheLastByteAndTheWindowsEdgeBeyondIt() throws IOException {
    Map<String, Double> highest = highest("zero-window", "sequence");

    assertReaches(
        highest,
        "Data",
        most(
            "zero-window",
            Side.CLIENT,
            s ->
                s.retransmission() != null || s.lost() != null
                    ? 0
                    : s.seq() + s.len() + (s.flags().contains(Flag.FIN) ? 1 : 0)));
    assertReaches(highest, "Acknowledged", most("zero-window", Side.SERVER, s -> known(s.ack())));
    assertReaches(
        highest,
        "Window edge",
        most("zero-window", Side.SERVER, s -> known(s.ack()) + known(s.win())));
  }

  @Test
  void theRoundTripGoesUpToTheSlowestAnswer() throws IOException {
    assertReaches(
        highest("zero-window", "rtt"),
        "Round trip",
        most("zero-window", Side.SERVER, s -> known(s.ackRttNs()) / 1e6));
  }

  @Test
  void whatIsInFlightGoesUpToTheMostThatWasAndTheWindowStandsBesideIt() throws IOException {
    Map<String, Double> highest = highest("zero-window", "inflight");

    assertReaches(
        highest, "In flight", most("zero-window", Side.CLIENT, s -> known(s.bytesInFlight())));
    assertReaches(highest, "Window", most("zero-window", Side.SERVER, s -> known(s.win())));
  }

  @Test
  void eachEndsWindowGoesUpToItsWidest() throws IOException {
    Map<String, Double> highest = highest("zero-window", "window");

    assertReaches(
        highest, "Client's window", most("zero-window", Side.CLIENT, s -> known(s.win())));
    assertReaches(
        highest, "Server's window", most("zero-window", Side.SERVER, s -> known(s.win())));
  }

  @Test
  void theKernelsStatesAndQueuesGoUpToWhatTheKernelsSaid() throws IOException {
    ReportRuns.open(browser, "accept-queue-overflow", "kernel");
    browser.await("return document.querySelectorAll('.kernel-side .plot canvas').length > 3");
    List<KernelSample> said =
        timeline("accept-queue-overflow").kernel().stream()
            .filter(sample -> sample.side() == Side.SERVER)
            .toList();

    double established =
        said.stream()
            .map(KernelSample::scenarioStates)
            .filter(Objects::nonNull)
            .mapToDouble(states -> states.getOrDefault("ESTABLISHED", 0L))
            .max()
            .orElseThrow();
    double waiting =
        said.stream()
            .flatMap(sample -> sample.acceptQueue().values().stream())
            .mapToDouble(queue -> queue.length())
            .max()
            .orElseThrow();
    String labels =
        browser.run(
            String.class,
            "return [...document.querySelectorAll('.kernel-side:last-of-type .plot')]"
                + ".map((plot) => plot.ariaLabel).join('; ')");
    assertReaches(highestIn(labels), "ESTABLISHED", established);
    assertThat(labels).containsPattern("aiting[^;]* points, at most " + (long) waiting + "\\b");
  }

  @Test
  void anAnswerWithSeveralSackBlocksHasABarForEach() throws IOException {
    ReportRuns.open(browser, "fast-retransmit", "sequence");
    browser.await("return Number(document.querySelector('.plot')?.dataset.bars) > 0");
    long bars = browser.number("return Number(document.querySelector('.plot').dataset.bars)");

    browser.run(
        Boolean.class,
        """
        const entry = synfin.store.get().entries[1];
        const timeline = JSON.parse(JSON.stringify(entry.timeline));
        const answer = timeline.connections[0].events.find((e) => e.options?.sack?.length > 0);
        answer.options.sack.push({left: 1, right: 1449}, {left: 2897, right: 4345});
        synfin.store.update({name: entry.name, timeline});
        synfin.store.set({tab: 'window'});
        return true
        """);
    browser.await("return document.querySelector('.plot')?.dataset.bars === undefined");
    browser.click("#tab-sequence");

    browser.await("return Number(document.querySelector('.plot')?.dataset.bars) === " + (bars + 2));
  }
}
