package dev.synfin.lab;

import static dev.synfin.lab.ReportRuns.connection;
import static dev.synfin.lab.ReportRuns.segments;
import static dev.synfin.lab.ReportRuns.timeline;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.report.CapturePlace;
import dev.synfin.report.ReportPage;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.timeline.Timeline;
import dev.synfin.track.Side;
import dev.synfin.track.TcpState;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The report of real runs of the lab, in a real browser. */
@Timeout(180)
class ReportIT extends ReportBrowsing {
  private static void visit(String tab) {
    browser.click("#tab-" + tab);
    browser.await("return document.querySelector('#tab-" + tab + "').ariaSelected === 'true'");
  }

  private static void open(String scenario, String tab) throws IOException {
    ReportRuns.open(browser, scenario, tab);
  }

  @Test
  void theTableHasEachConnectionAndCanBeSearchedAndSorted() throws IOException {
    open("accept-queue-overflow", "ladder");
    int connections = timeline("accept-queue-overflow").connections().size();

    assertThat(browser.count(".connections tr[data-connection]")).isEqualTo(connections);
    browser.click("th.c-duration button");
    browser.click("th.c-duration button");
    browser.await("return document.querySelector('th.c-duration').ariaSort === 'descending'");
    int longest =
        IntStream.range(0, connections)
            .boxed()
            .max((a, b) -> Long.compare(duration(a), duration(b)))
            .orElseThrow();
    assertThat(
            browser.number(
                "return Number(document.querySelector('tr[data-connection]').dataset.connection)"))
        .satisfies(first -> assertThat(duration(first.intValue())).isEqualTo(duration(longest)));

    String port = ":" + timeline("accept-queue-overflow").connections().get(1).client().port();
    browser.run(
        Boolean.class,
        "const box = document.querySelector('input[type=search]'); box.value = arguments[0];"
            + " return box.dispatchEvent(new Event('input', {bubbles: true}))",
        port);
    browser.await("return document.querySelectorAll('tr[data-connection]').length === 1");
    assertThat(browser.text("tr[data-connection]")).contains(port);
  }

  private static long duration(int connection) {
    return timeline("accept-queue-overflow").connections().get(connection).durationNs();
  }

  @Test
  void eachSackBlockIsDrawnFromItsFirstByteToItsLast() throws IOException {
    open("fast-retransmit", "sequence");
    browser.await("return document.querySelector('.plot')?.dataset.bars !== undefined");
    long blocks =
        segments("fast-retransmit").stream()
            .filter(segment -> segment.from() == Side.SERVER)
            .mapToLong(segment -> segment.options().sack().size())
            .sum();

    assertThat(blocks).isPositive();
    assertThat(browser.number("return Number(document.querySelector('.plot').dataset.bars)"))
        .isEqualTo(blocks);
    browser.shoot("sack");
  }

  @ParameterizedTest
  @CsvSource({"sequence", "rtt", "inflight", "window"})
  void aChartHasAPointForEachSegmentThatItIsAbout(String tab) throws IOException {
    open("zero-window", tab);
    browser.await("return document.querySelector('.plot canvas') !== null");

    assertThat(drawn()).isEqualTo(ChartPoints.ofTheClientsData(segments("zero-window"), tab));
  }

  /** As many points as the chart itself was given. */
  private static long drawn() {
    browser.await("return document.querySelector('.plot').dataset.drawn !== undefined");
    return browser.number("return Number(document.querySelector('.plot').dataset.drawn)");
  }

  @Test
  void aChartChangesWithItsConnection() throws IOException {
    open("fast-retransmit", "window");
    long all = drawn();

    browser.run(
        Boolean.class,
        """
        const entry = synfin.store.get().entries[1];
        const connection = entry.timeline.connections[0];
        const half = {...connection, events: connection.events.slice(0, connection.events.length / 2)};
        synfin.store.update({name: entry.name, timeline: {...entry.timeline, connections: [half]}});
        return true
        """);
    browser.await("return Number(document.querySelector('.plot').dataset.drawn) < " + all);
  }

  @Test
  void aChartIsWorkedWithKeysAlone() throws IOException {
    open("fast-retransmit", "sequence");
    browser.await("return document.querySelector('.plot').dataset.shown !== undefined");
    browser.press(".plot", "ArrowRight");
    browser.await("return synfin.store.get().event !== null");
    assertThat(browser.text(".detail h2")).startsWith("Frame 1 ");
    browser.press(".plot", "End");
    browser.await("return synfin.store.get().event > 5");
    double whole = shown();

    browser.press(".plot", "+");
    browser.await("return Number(document.querySelector('.plot').dataset.shown) < " + whole * 0.7);
    browser.press(".plot", "0");
    browser.await("return Number(document.querySelector('.plot').dataset.shown) > " + whole * 0.99);
    browser.click(".plot-tools button:nth-child(2)");
    browser.await("return Number(document.querySelector('.plot').dataset.shown) < " + whole * 0.7);
  }

  /** How much time is seen, in milliseconds. */
  private static double shown() {
    return Double.parseDouble(
        browser.run(String.class, "return document.querySelector('.plot').dataset.shown"));
  }

  /** Where the window's edge would make the data a line on the ground. */
  @Test
  void theWindowsEdgeIsLeftOutWhereItIsFarAboveAndShownOnDemand() throws IOException {
    open("handshake", "sequence");
    browser.await("return document.querySelector('.u-legend .u-off') !== null");
    assertThat(browser.text(".u-legend .u-off")).startsWith("Window edge");

    browser.click(".chart-head input");
    browser.await("return document.querySelector('.u-legend .u-off') === null");
    browser.click(".chart-head input");
    browser.await("return document.querySelector('.u-legend .u-off') !== null");
  }

  @Test
  void aWordThatALaterSynfinKnowsIsShownAsItIs() throws IOException {
    open("fast-retransmit", "ladder");
    browser.run(
        Boolean.class,
        """
        const entry = synfin.store.get().entries[1];
        const timeline = JSON.parse(JSON.stringify(entry.timeline));
        timeline.scenario.result = 'new_result';
        const again = timeline.connections[0].events.find((e) => e.retransmission);
        again.retransmission.cause = 'new_cause';
        again.analysis = ['new_flag'];
        synfin.store.update({name: entry.name, timeline});
        synfin.store.set({event: timeline.connections[0].events.indexOf(again)});
        return true
        """);
    browser.await("return document.querySelector('.row.selected') !== null");

    assertThat(browser.text("header")).contains("new result");
    assertThat(browser.text(".row.selected")).contains("new cause", "new flag");
    assertThat(browser.text(".detail")).contains("new cause.", "new flag");
    assertThat(browser.errors()).isEmpty();
  }

  @Test
  void whoOpensTheLessonStepsWithTheArrowKeysAtOnceAndSeesTheWayTaken() throws IOException {
    open("handshake", "ladder");
    browser.click("#tab-learn");
    browser.await("return document.activeElement.className === 'learn'");
    browser.pressWhereTheFocusIs("ArrowRight");
    browser.await(
        "return document.querySelector('.lesson .sub').textContent.startsWith('Packet 2 ')");

    // SYN-SENT to ESTABLISHED, by the SYN ACK
    assertThat(browser.count("line.way.client")).isEqualTo(1);
    browser.click(".guessing input");
    browser.run(Boolean.class, "document.querySelector('.guessing input').focus(); return true");
    browser.pressWhereTheFocusIs("ArrowRight");
    browser.await(
        "return document.querySelector('.lesson .sub').textContent.startsWith('Packet 3 ')");
    assertThat(browser.count("line.way.server")).isEqualTo(1);
  }

  @Test
  void kernelsHaveAChartOfTheirStates() throws IOException {
    open("accept-queue-overflow", "kernel");
    browser.await("return document.querySelectorAll('.kernel-side .plot canvas').length > 3");

    assertThat(browser.text(".kernels")).contains("Accept queue", "ListenOverflows");
  }

  @Test
  void aFindingIsMarkedOnItsEvidenceAndLeadsToIt() throws IOException {
    open("zero-window", "findings");
    long found =
        timeline("zero-window").findings().size()
            + timeline("zero-window").connections().stream()
                .mapToLong(c -> c.findings().size())
                .sum();
    assertThat(browser.count(".finding")).isEqualTo(found);

    String frame = browser.text(".finding .evidence button");
    browser.click(".finding .evidence button");
    browser.await("return document.querySelector('.row.selected') !== null");
    assertThat(browser.text(".detail h2")).startsWith("Frame " + frame.substring(1) + " ");
    assertThat(browser.text(".row.selected")).contains("⚑ ");
  }

  /** Of an answer that is lost, one end has both its states before the other hears of it. */
  @ParameterizedTest
  @EnumSource(Side.class)
  void anEndsStatesStandInTheOrderInWhichItHadThem(Side side) throws IOException {
    open("syn-ack-lost", "ladder");
    browser.resize(1440, 3000); // all rows at once
    String had =
        connection("syn-ack-lost").states().of(side).stream()
            .map(change -> rfcName(change.state()))
            .collect(Collectors.joining(" "));

    browser.await(
        "return [...document.querySelectorAll('.state.%s:not(:empty)')]"
                .formatted(side.name().toLowerCase(Locale.ROOT))
            + ".map((shown) => shown.textContent).join(' ') === '%s'".formatted(had));
  }

  @Test
  void aLearnerStepsThroughAllPacketsAndSeesBothStates() throws IOException {
    open("handshake", "learn");
    browser.await("return document.querySelector('.machine') !== null");
    for (SegmentEvent segment : segments("handshake")) {
      assertThat(browser.text(".lesson .lead")).isNotBlank();
      assertThat(lit("client")).isEqualTo(rfcName(segment.clientState()));
      if (segment.serverState() != null) {
        assertThat(lit("server")).isEqualTo(rfcName(segment.serverState()));
      }
      browser.press("body", "ArrowRight");
      browser.await("return true");
    }
    assertThat(browser.text(".lesson .sub"))
        .contains(segments("handshake").size() + " of " + segments("handshake").size());
  }

  private static String rfcName(@Nullable TcpState state) {
    return Objects.requireNonNull(state).rfcName();
  }

  private static String lit(String side) {
    return browser.text(".place." + side + " > text");
  }

  @Test
  void aLearnerGuessesWhatComesNext() throws IOException {
    open("handshake", "learn");
    browser.await("return document.querySelector('.guessing input') !== null");
    browser.click(".guessing input");
    browser.await("return document.querySelectorAll('.choice').length === 4");
    browser.click(".choice");
    browser.await("return document.querySelector('.question [role=status]') !== null");

    assertThat(browser.text(".choice.right")).contains("server", "SYN ACK", "✓");
  }

  @Test
  void itSpeaksChinese() throws IOException {
    browser.resize(1280, 900);
    browser.open(ReportRuns.all(), "?lang=zh", "#t=0&c=0&tab=learn");

    assertThat(browser.run(String.class, "return document.documentElement.lang")).isEqualTo("zh");
    assertThat(browser.text(".tabs")).contains("时序图", "学习");
    assertThat(browser.accessibilityComplaints()).isEmpty();
    browser.shoot("learn-zh");
  }

  @Test
  void aFindingIsToldInChineseAboveTheTimelinesOwnWords() throws IOException {
    var finding = connection("zero-window").findings().getFirst();
    browser.open(ReportRuns.all(), "?lang=zh", "#t=2&c=0&tab=findings");

    assertThat(browser.text(".finding h3")).contains("接收方没有读取");
    assertThat(browser.text(".finding p:not(.sub)")).contains("窗口为零");
    assertThat(browser.text(".finding .of-this")).isEqualTo(finding.explanation());
    assertThat(browser.text(".finding .next")).contains("检查接收的程序");
    browser.shoot("findings-zh");
  }

  @Test
  void itLoadsNothingAndComplainsAboutNothing() throws IOException {
    open("handshake", "ladder");
    for (String tab : ReportViewsIT.TABS) {
      visit(tab);
    }

    assertThat(browser.number("return performance.getEntriesByType('resource').length")).isZero();
    assertThat(browser.errors()).isEmpty();
  }

  private static final String INJECTED =
      "return document.querySelectorAll('#app script, #app img, #app iframe').length";

  /** Each event is looked at from near, and drawn; what it is told by stands in the page then. */
  private static final String INJECTED_BY_ANY_EVENT =
      """
      const drawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      return (async () => {
        let injected = 0;
        for (let event = 0; event < synfin.store.connection().events.length; event++) {
          synfin.store.set({event});
          await drawn();
          injected += (() => { %s })();
        }
        return injected;
      })()
      """
          .formatted(INJECTED);

  @Test
  void aHostileTimelineRunsNothing() throws IOException {
    Timeline hostile = Hostile.of(timeline("zero-window"));
    browser.open(
        List.of(new ReportPage.Entry(Hostile.TEXT, hostile, CapturePlace.NOWHERE)),
        "",
        "#t=0&c=0&e=5&tab=ladder");
    for (String tab : ReportViewsIT.TABS) {
      visit(tab);
      assertThat(browser.number(INJECTED)).as(tab).isZero();
    }
    for (String tab : List.of("ladder", "learn")) {
      visit(tab);
      assertThat(browser.number(INJECTED_BY_ANY_EVENT)).as(tab).isZero();
    }

    assertThat(browser.number("return window.attacked === undefined ? 0 : 1")).isZero();
    assertThat(browser.text("#app")).contains("</script>");
    // and had anything got through, the page's policy would not let it run
    browser.run(
        Boolean.class,
        "const s = document.createElement('script'); s.textContent = 'window.attacked = 1';"
            + " document.body.append(s); return true");
    assertThat(browser.number("return window.attacked === undefined ? 0 : 1")).isZero();
  }
}
