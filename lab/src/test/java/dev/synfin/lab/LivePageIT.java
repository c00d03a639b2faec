package dev.synfin.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The live page of a lab in containers, in a real browser. */
@Timeout(300)
class LivePageIT {
  private static final Duration A_RUN = Duration.ofMinutes(2);

  private static WatchedLab lab;
  private static Browser browser;
  private static String address;

  @BeforeAll
  static void startALabAndABrowser() throws Exception {
    lab = WatchedLab.start();
    address = lab.address();
    browser = Browser.within(lab.page());
  }

  @AfterAll
  static void close() throws Exception {
    if (browser != null) {
      browser.close();
    }
    if (lab != null) {
      lab.remove();
    }
  }

  /** With its scenarios, and linked to the lab. */
  private static void open() {
    browser.visit("about:blank");
    browser.visit(address);
    browser.await("return document.querySelectorAll('#scenario option').length > 5");
    browser.await("return document.querySelector('#link').textContent === 'live'");
  }

  /** Starts a scenario as a person does, and notes how many rows its ladder has, as it grows. */
  private static void run(String scenario) {
    browser.await("return !document.querySelector('#begin').disabled");
    browser.run(
        Boolean.class,
        """
        const box = document.querySelector('#scenario');
        box.value = arguments[0];
        box.dispatchEvent(new Event('change', {bubbles: true}));
        window.grown = [];
        new MutationObserver(() => {
          const ladder = document.querySelector('.ladder');
          const rows = ladder && document.querySelector('#app').textContent.includes(arguments[0])
            ? Number(ladder.ariaRowCount) : 0;
          if (rows > 0 && rows !== window.grown.at(-1)) window.grown.push(rows);
        }).observe(document.querySelector('#app'), {subtree: true, childList: true, attributes: true});
        return true
        """,
        scenario);
    browser.click("#begin");
    browser.await("return document.querySelector('#run .result.running') !== null", A_RUN);
  }

  private static void awaitTheEnd() {
    browser.await("return document.querySelector('#run .result:not(.running)') !== null", A_RUN);
  }

  /** Its result comes to the list with its verdict, after its timeline. */
  private static void awaitListed(String scenario) {
    browser.await(
        "return [...document.querySelectorAll('#timelines li')]"
            + ".some((li) => li.textContent.startsWith('"
            + scenario
            + "passed'))",
        A_RUN);
  }

  @Test
  void aConnectionAppearsAndGrowsWhileItsScenarioRuns() throws IOException {
    open();
    run("keep-alive");
    browser.await("return document.querySelector('tr[data-connection]') !== null", A_RUN);
    long atFirst = browser.number("return window.grown[0] ?? 0");
    browser.await("return window.grown.at(-1) > " + Math.max(1, atFirst), A_RUN);
    awaitTheEnd();

    assertThat(browser.text("#run").strip()).isEqualTo("keep-alive passed");
    chooseTheFirstSegment(); // its bytes are there as soon as the run has ended
    assertThat(browser.count("tr[data-connection]")).isEqualTo(1);
    assertThat(browser.number("return window.grown.length")).isGreaterThan(1);
    browser.shoot("live");
    assertThat(browser.errors()).isEmpty();
  }

  @Test
  void aTimelineThatWasListedIsOpened() {
    open();
    run("refused");
    awaitTheEnd();
    awaitListed("refused");
    open(); // nothing is shown before something is chosen
    awaitListed("refused");

    browser.run(
        Boolean.class,
        "[...document.querySelectorAll('#timelines button')]"
            + ".find((b) => b.textContent === 'refused').click(); return true");
    browser.await("return document.querySelector('.row[data-event]') !== null");

    assertThat(browser.text(".ladder")).contains("connect(");
    chooseTheFirstSegment();
    assertThat(browser.errors()).isEmpty();
  }

  /** And waits for its bytes; a timeline that comes meanwhile takes the choice away again. */
  private static void chooseTheFirstSegment() {
    browser.await(
        """
        const { event } = synfin.store.get();
        const first = synfin.store.connection().events.findIndex((e) => e.event === 'segment');
        if (event !== first) synfin.store.set({event: first});
        return document.querySelector('.detail .below') !== null
        """);

    assertThat(browser.text(".detail .fields")).contains("Checksum", "Urgent pointer", "SYN 1");
    assertThat(browser.text(".detail")).contains("Ethernet header");
  }

  @Test
  void theTokenLeavesTheAddressAndNothingComesFromElsewhere() {
    open();

    assertThat(browser.address()).startsWith("http://127.0.0.1:" + lab.port() + "/#");
    String hosts =
        "return [...new Set(performance.getEntriesByType('resource')"
            + ".map((entry) => new URL(entry.name).host))].join()";
    assertThat(browser.run(String.class, hosts)).isEqualTo("127.0.0.1:" + lab.port());
  }

  @Test
  void withoutItsTokenThePageIsRefused() {
    browser.visit(address); // a page of its own, whose cookies can be forgotten
    browser.forget();

    browser.visit("http://127.0.0.1:" + lab.port() + "/");
    assertThat(browser.text("body")).contains("Open the page by the address that was printed");
    browser.visit("http://127.0.0.1:" + lab.port() + "/?token=" + "0".repeat(32));
    assertThat(browser.text("body")).contains("Open the page by the address that was printed");
    browser.errors(); // the browser tells of what was refused
  }

  @Test
  void itIsDarkWhereTheSystemIs() {
    open();
    for (String scheme : List.of("dark", "light")) {
      browser.prefer("screen", scheme);
      String ground = scheme.equals("dark") ? "rgb(18, 22, 27)" : "rgb(255, 255, 255)";
      String above = scheme.equals("dark") ? "rgb(25, 31, 38)" : "rgb(245, 247, 249)";

      assertThat(browser.style("body", "background-color")).isEqualTo(ground);
      assertThat(browser.style("#lab", "background-color")).isEqualTo(above);
    }
    browser.prefer("print", "dark");
    assertThat(browser.style("#lab", "display")).isEqualTo("none");
    browser.prefer("screen", "light");
  }

  @ParameterizedTest
  @CsvSource({"light, 1440", "dark, 1440", "light, 400", "dark, 400"})
  void itCanBeUsedByEverybody(String theme, int width) throws IOException {
    browser.resize(width, 900);
    open();
    browser.run(
        Boolean.class,
        """
        document.documentElement.dataset.theme = arguments[0];
        synfin.store.set({theme: arguments[0]});
        document.querySelectorAll('details').forEach((d) => (d.open = true));
        return true
        """,
        theme);
    browser.shoot("live-" + theme + "-" + width);

    assertThat(browser.accessibilityComplaints()).isEmpty();
    assertThat(browser.number("return document.documentElement.scrollWidth"))
        .as("nothing sticks out to the right")
        .isLessThanOrEqualTo(browser.number("return document.documentElement.clientWidth"));
  }
}
