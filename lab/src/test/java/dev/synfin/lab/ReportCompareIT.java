package dev.synfin.lab;

import static dev.synfin.lab.ReportRuns.segments;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two timelines side by side. */
@Timeout(180)
class ReportCompareIT extends ReportBrowsing {
  private static final int SYN_ACK_LOST = 4;

  private static void compareWith(int entry) {
    browser.run(
        Boolean.class,
        "synfin.store.set({other: {entry: arguments[0], connection: 0}}); return true",
        entry);
  }

  @Test
  void twoTimelinesAreComparedAsAWhole() throws IOException {
    ReportRuns.open(browser, "handshake", "compare");
    browser.run(Boolean.class, "synfin.store.set({other: {entry: 1, connection: 0}}); return true");
    browser.await("return document.querySelector('.of-timelines') !== null");

    assertThat(browser.text(".of-timelines"))
        .contains("A · handshake", "B · fast-retransmit", "passed");
    assertThat(browser.count(".of-timelines tr.differs")).isPositive();
  }

  @Test
  void aConnectionIsTheSameAsItself() throws IOException {
    ReportRuns.open(browser, "handshake", "compare");
    compareWith(0);

    browser.await("return document.querySelector('.compare h2').textContent.includes('the same')");
    assertThat(browser.text(".compare h2"))
        .isEqualTo("All " + segments("handshake").size() + " packets are the same.");
    assertThat(browser.count(".metrics tr.differs")).isZero();
  }

  @Test
  void eachPacketOfBothIsThereOnceAndThoseThatDifferAreCounted() throws IOException {
    ReportRuns.open(browser, "handshake", "compare");
    compareWith(SYN_ACK_LOST);
    browser.await("return document.querySelector('.packets .added') !== null");
    long same = browser.count(".packets .same");
    long removed = browser.count(".packets .removed");
    long added = browser.count(".packets .added");

    assertThat(removed + same).isEqualTo(segments("handshake").size());
    assertThat(added + same).isEqualTo(segments("syn-ack-lost").size());
    assertThat(browser.text(".compare h2"))
        .isEqualTo((removed + added) + " of " + (removed + added + same) + " lines differ");
    assertThat(browser.count(".metrics tr.differs")).isPositive();

    browser.click(".packets .removed button");
    browser.await("return document.querySelector('.detail h2') !== null");
  }
}
