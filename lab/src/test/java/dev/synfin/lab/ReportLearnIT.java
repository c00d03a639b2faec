package dev.synfin.lab;

import static dev.synfin.lab.ReportRuns.connection;
import static dev.synfin.lab.ReportRuns.segments;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.timeline.Flag;
import dev.synfin.timeline.SegmentEvent;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a learner is told of how a connection closes: each FIN is another thing. */
@Timeout(180)
class ReportLearnIT extends ReportBrowsing {
  private static List<SegmentEvent> fins(String scenario) {
    return segments(scenario).stream().filter(s -> s.flags().contains(Flag.FIN)).toList();
  }

  /** What the lesson says of a segment, and what the ladder's detail does. */
  private static String told(String scenario, SegmentEvent segment) {
    int event = connection(scenario).allEvents().indexOf(segment);
    browser.run(
        Boolean.class,
        "synfin.store.set({event: arguments[0], tab: 'ladder'}); return true",
        event);
    browser.await(
        "return (document.querySelector('.detail h2')?.textContent ?? '').includes(' "
            + segment.frame()
            + " ')");
    String near = browser.text(".detail .says");
    browser.click("#tab-learn");
    browser.await("return document.querySelector('.lesson .says') !== null");
    assertThat(browser.text(".lesson .says")).isEqualTo(near);
    return near;
  }

  @Test
  void theFirstFinEndsOneDirectionAndTheSecondTheOther() throws IOException {
    ReportRuns.open(browser, "handshake", "ladder");
    List<SegmentEvent> fins = fins("handshake");
    assertThat(fins).hasSize(2);

    assertThat(told("handshake", fins.get(0)))
        .contains("The client has nothing more to send (FIN); it can still receive.")
        .contains("The client's close() caused it.")
        .doesNotContain("Sent again");
    assertThat(told("handshake", fins.get(1)))
        .contains(
            "The server has nothing more to send either (FIN): now both directions are closed.")
        .doesNotContain("Sent again");
  }

  /** Nobody closes twice: what comes again is the same FIN, and no call caused it this time. */
  @Test
  void aFinThatIsSentAgainIsSaidToBeTheSameFin() throws IOException {
    ReportRuns.open(browser, "fin-lost", "ladder");
    SegmentEvent again = again();
    SegmentEvent first =
        segments("fin-lost").stream()
            .filter(s -> s.frame() == firstOf(again))
            .findFirst()
            .orElseThrow();

    assertThat(told("fin-lost", first))
        .contains("It left, but did not arrive: lost between")
        .doesNotContain("Sent again");
    String said = told("fin-lost", again);
    assertThat(said)
        .contains("The same FIN once more")
        .contains("Sent again (first in frame " + first.frame() + ")")
        .doesNotContain("caused it");
  }

  @Test
  void inChineseToo() throws IOException {
    browser.open(ReportRuns.all(), "?lang=zh", "#t=7&c=0&tab=ladder");

    assertThat(told("fin-lost", again())).contains("同一个 FIN 再发一次", "重传（首次在第 ");
  }

  @Test
  void aGuessIsSaidToBeRightOnlyWhereItIs() throws IOException {
    for (int choice = 0; choice < 4; choice++) {
      ReportRuns.open(browser, "handshake", "learn");
      browser.await("return document.querySelector('.guessing input') !== null");
      browser.click(".guessing input");
      browser.await("return document.querySelectorAll('.choice').length === 4");
      browser.run(
          Boolean.class,
          "document.querySelectorAll('.choice')[arguments[0]].click(); return true",
          choice);
      browser.await("return document.querySelector('.question [role=status]') !== null");

      boolean isRight = browser.text(".choice[aria-pressed=true]").contains("SYN ACK");
      assertThat(browser.text(".question [role=status]"))
          .isEqualTo(isRight ? "Right." : "Not this time: The server answers with SYN ACK.");
      assertThat(browser.count(".choice.right")).isEqualTo(1);
      assertThat(browser.count(".choice.wrong")).isEqualTo(isRight ? 0 : 1);
    }
  }

  private static SegmentEvent again() {
    return fins("fin-lost").stream()
        .filter(s -> s.retransmission() != null)
        .findFirst()
        .orElseThrow();
  }

  private static long firstOf(SegmentEvent again) {
    return Objects.requireNonNull(Objects.requireNonNull(again.retransmission()).of());
  }
}
