package dev.synfin.lab;

import static dev.synfin.lab.ReportRuns.connection;
import static dev.synfin.lab.ReportRuns.segments;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.timeline.CallEvent;
import dev.synfin.timeline.Event;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.timeline.StateChange;
import dev.synfin.track.Phase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The report's ladder, evenly spaced and to scale, on the screen and on paper. */
@Timeout(300)
class ReportLadderIT extends ReportBrowsing {
  private static void open(String scenario, String tab) throws IOException {
    ReportRuns.open(browser, scenario, tab);
  }

  @Test
  void theLadderHasARowForEachEventWithItsNumbers() throws IOException {
    open("handshake", "ladder");
    List<Event> events = connection("handshake").allEvents();
    var missing = new ArrayList<Integer>();
    for (int i = 0; i < events.size(); i++) {
      browser.run(Boolean.class, "synfin.store.set({event: arguments[0]}); return true", i);
      browser.await("return document.querySelector('.row.selected') !== null");
      String row = browser.text(".row.selected");
      if (!row.contains(expected(events.get(i)))) {
        missing.add(i);
      }
    }
    assertThat(missing).isEmpty();
  }

  private static String expected(Event event) {
    return switch (event) {
      case CallEvent call -> call.call() + "(";
      case SegmentEvent s when s.len() > 0 -> "len " + s.len();
      case SegmentEvent s -> s.ack() == null ? "seq " + s.seq() : "ack " + s.ack();
      default -> "";
    };
  }

  /** Opening and closing are shaded, each in a colour of its own; what lies between is not. */
  @ParameterizedTest
  @EnumSource(Phase.class)
  void eachPhaseHasItsShade(Phase phase) throws IOException {
    open("handshake", "ladder");
    browser.resize(1440, 3000); // all rows at once
    String name = phase.name().toLowerCase(Locale.ROOT);
    String rows =
        ".row.phase-" + name + ":is(.from-client, .from-server):not(.call):not(.selected)";
    browser.await("return document.querySelector('" + rows + "') !== null");
    Set<String> shades =
        Set.copyOf(
            List.of(
                browser
                    .run(
                        String.class,
                        "return [...document.querySelectorAll(arguments[0])]"
                            + ".map((row) => getComputedStyle(row).backgroundColor).join('|')",
                        rows)
                    .split("\\|")));

    assertThat(shades).hasSize(1);
    String none = "rgba(0, 0, 0, 0)";
    if (phase == Phase.DATA) {
      assertThat(shades).containsExactly(none);
    } else {
      assertThat(shades).doesNotContain(none);
      SHADES.put(phase, shades.iterator().next());
      assertThat(Set.copyOf(SHADES.values())).hasSameSizeAs(SHADES.keySet());
    }
  }

  private static final Map<Phase, String> SHADES = new EnumMap<>(Phase.class);

  @Test
  void arrowKeysChooseAndTheDetailShowsTheFrame() throws IOException {
    open("handshake", "ladder");
    int first = connection("handshake").allEvents().indexOf(segments("handshake").getFirst());
    browser.run(Boolean.class, "synfin.store.set({event: arguments[0]}); return true", first);
    browser.await("return document.querySelector('.detail h2') !== null");
    assertThat(browser.text(".detail h2")).startsWith("Frame 1");
    assertThat(browser.text(".detail")).contains("asks the server for a connection", "connect()");
    assertThat(browser.count(".layer")).isEqualTo(segments("handshake").getFirst().layers().size());

    browser.press(".ladder-rows", "ArrowDown");
    browser.await("return document.querySelector('.detail h2').textContent.startsWith('Frame 2')");
    assertThat(browser.text(".fields")).contains("ACK 1", "SYN 1", "PSH 0");
  }

  @Test
  void aSegmentIsJoinedToTheCallThatCausedIt() throws IOException {
    open("handshake", "ladder");
    List<Event> events = connection("handshake").allEvents();
    SegmentEvent data =
        segments("handshake").stream().filter(s -> s.len() > 0).findFirst().orElseThrow();

    browser.run(
        Boolean.class,
        "synfin.store.set({event: arguments[0]}); return true",
        events.indexOf(data));
    browser.await("return document.querySelector('.row.joined') !== null");

    assertThat(browser.text(".row.joined")).contains("sendall(\"hello\"");
  }

  @Test
  void aLineLeadsFromACallToTheSegmentThatItCaused() throws IOException {
    open("handshake", "ladder");
    browser.resize(1440, 3000); // all rows at once
    String joins =
        """
        const rows = [...document.querySelectorAll('.row:not(.phase)')];
        const from = rows.findIndex((row) => row.textContent.includes('sendall("hello", 5)'));
        const to = rows.findIndex((row) => row.textContent.includes('len 5'));
        const drawn = (row) => row.querySelector('.bar.left').className.replace(/.*join-/, '');
        return [rows[from].querySelectorAll('.tick.client.drawn').length,
            ...rows.slice(from, to + 1).map(drawn)].join(' ')
        """;

    browser.await("return document.querySelector('.bar.join-begin') !== null");
    assertThat(browser.run(String.class, joins)).matches("1 begin( through)* end");
  }

  @Test
  void aCallThatWaitedStandsBehindWhatItWaitedFor() throws IOException {
    open("handshake", "ladder");
    browser.resize(1440, 3000);
    String order =
        """
        const texts = [...document.querySelectorAll('.row')].map((row) => row.textContent);
        const at = (text) => texts.findIndex((one) => one.includes(text));
        return [at('SYN seq 0') < at('accept()'), at('len 8') < at('recv("hello...", 1024) = 8')].join()
        """;

    browser.await("return document.querySelector('.row') !== null");
    assertThat(browser.run(String.class, order)).isEqualTo("true,true");
  }

  @Test
  void callsOfNoConnectionAreShownToo() throws IOException {
    open("handshake", "ladder");
    browser.await("return document.querySelector('.row.loose') !== null");
    assertThat(browser.text(".ladder")).contains("bind(", "listen(5)");

    open("unix-echo", "ladder");
    assertThat(ReportRuns.timeline("unix-echo").connections()).isEmpty();
    browser.await("return document.querySelector('.row[data-event]') !== null");
    assertThat(browser.count(".row.call"))
        .isEqualTo(ReportRuns.timeline("unix-echo").calls().size())
        .isPositive();
    assertThat(browser.text(".ladder")).contains("socket(AF_UNIX, SOCK_STREAM)");
    browser.click("#tab-sequence");
    browser.await("return document.querySelector('.view .nothing') !== null");
    assertThat(browser.errors()).isEmpty();
  }

  @Test
  void onAPhoneEachStateHasARow() throws IOException {
    open("handshake", "ladder");
    browser.resize(500, 3000);
    browser.await("return document.querySelector('.row.states') !== null");
    String shown =
        """
        const seen = (side) => [...document.querySelectorAll('.arrived .' + side + ':not(:empty)')]
            .filter((state) => state.getBoundingClientRect().width > 0)
            .map((state) => state.textContent);
        return [...seen('client'), '|', ...seen('server')].join(' ')
        """;
    var states = connection("handshake").states();

    assertThat(browser.run(String.class, shown))
        .isEqualTo(names(states.client()) + " | " + names(states.server()));
  }

  private static String names(List<StateChange> changes) {
    return changes.stream().map(c -> c.state().rfcName()).collect(Collectors.joining(" "));
  }

  @Test
  void theLadderToScaleHasEachStateAndJoinsCallsToSegments() throws IOException {
    open("handshake", "ladder");
    browser.run(Boolean.class, "synfin.store.set({scale: 'time'}); return true");
    browser.await("return document.querySelector('.scaled .joins') !== null");

    assertThat(browser.run(String.class, STATE_NAMES)).contains("SYN-SENT", "ESTABLISHED");
    browser.press(".scaled-rows", "End");
    browser.await(
        "return [...document.querySelectorAll('.state-name.client')]"
            + ".some((state) => state.textContent === 'TIME-WAIT')");
  }

  private static final String STATE_NAMES =
      "return [...document.querySelectorAll('.state-name')].map((s) => s.textContent).join(' ')";

  @Test
  void paperShowsAllRows() throws IOException {
    open("fast-retransmit", "ladder");
    long rows =
        browser.number(
            "return synfin.rows.of(synfin.store.timeline(), synfin.store.connection()).length");
    assertThat(browser.count(".row")).isLessThan(rows);

    browser.run(Boolean.class, "return dispatchEvent(new Event('beforeprint'))");

    assertThat(browser.count(".row")).isEqualTo(rows);
  }

  @Test
  void paperSaysWhereItStops() throws IOException {
    browser.open(List.of(ReportRuns.large(20_400)), "", "#tab=ladder");

    browser.run(Boolean.class, "return dispatchEvent(new Event('beforeprint'))");

    assertThat(browser.count(".row")).isEqualTo(20_000);
    String all =
        browser.run(
            String.class,
            "return synfin.rows.of(synfin.store.timeline(), synfin.store.connection())"
                + ".length.toLocaleString('en')");
    assertThat(browser.text(".printed"))
        .isEqualTo("The first 20,000 of " + all + " rows are printed.");
    browser.run(Boolean.class, "return dispatchEvent(new Event('afterprint'))");
    assertThat(browser.count(".printed")).isZero();
  }

  @Test
  void arrowKeysChooseInTheLadderToScaleToo() throws IOException {
    open("handshake", "ladder");
    browser.run(Boolean.class, "synfin.store.set({scale: 'time'}); return true");
    browser.await("return document.querySelector('.scaled .packet') !== null");
    List<Event> events = connection("handshake").allEvents();

    for (int i = 0; i < 3; i++) {
      browser.press(".scaled-rows", "ArrowDown");
      browser.await("return synfin.store.get().event === " + i);
    }
    browser.press(".scaled-rows", "ArrowUp");
    browser.await("return synfin.store.get().event === 1");
    browser.press(".scaled-rows", "End");
    browser.await("return synfin.store.get().event === " + (events.size() - 1));
    browser.press(".scaled-rows", "Home");
    browser.await("return document.querySelector('.scaled .selected') !== null");
    browser.await("return document.querySelector('.scaled [role=status]').textContent !== ''");
    browser.await("return document.querySelector('.detail h2') !== null");

    browser.press(".scaled-rows", "Enter");

    assertThat(browser.run(String.class, "return document.activeElement.className"))
        .isEqualTo("detail");
  }

  @Test
  void theLadderToScaleDrawsWhatIsSeen() throws IOException {
    open("fast-retransmit", "ladder");
    browser.run(Boolean.class, "synfin.store.set({scale: 'time'}); return true");
    browser.await("return document.querySelector('.scaled .packet') !== null");
    SegmentEvent lost =
        segments("fast-retransmit").stream()
            .filter(s -> s.lost() != null)
            .findFirst()
            .orElseThrow();
    int index = connection("fast-retransmit").allEvents().indexOf(lost);

    browser.run(Boolean.class, "synfin.store.set({event: arguments[0]}); return true", index);
    browser.await("return document.querySelector('.packet.selected') !== null");
    assertThat(browser.text(".packet.selected")).contains("✗", "len " + lost.len());
    assertThat(browser.count(".packet")).isLessThan(400);
    browser.shoot("scaled");
  }

  @Test
  void fiftyThousandEventsMakeNoMoreRowsThanAreSeen() throws IOException {
    browser.open(List.of(ReportRuns.large(50_000)), "", "#tab=ladder");

    assertThat(browser.count(".row")).isBetween(10L, 200L);
    browser.run(
        Boolean.class, "document.querySelector('.ladder-rows').scrollTop = 1e6; return true");
    browser.await(
        "return Number(document.querySelector('.row[data-event]').dataset.event) > 20000");
    assertThat(browser.count(".row")).isBetween(10L, 200L);
  }
}
