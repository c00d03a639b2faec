package dev.synfin.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each view of the report in both themes, as wide as a desk's screen and as narrow as a phone. */
@Timeout(300)
class ReportViewsIT extends ReportBrowsing {
  static final List<String> TABS =
      List.of(
          "ladder",
          "sequence",
          "rtt",
          "inflight",
          "window",
          "kernel",
          "findings",
          "compare",
          "learn");

  /** Of a connection with all that can be marked, of a short one, and of calls alone. */
  @ParameterizedTest
  @CsvSource({"light, 1280", "dark, 1280", "light, 390", "dark, 390"})
  void eachViewCanBeUsedByEverybody(String theme, int width) throws IOException {
    var complaints = new ArrayList<Object>();
    complaints.addAll(complaintsAbout("#t=2&c=0&e=12&tab=ladder", "", theme, width));
    complaints.addAll(complaintsAbout("#t=0&c=0&e=8&tab=ladder", "-short", theme, width));
    complaints.addAll(complaintsAbout("#t=5&c=0&e=3&tab=ladder", "-calls", theme, width));

    assertThat(complaints).isEmpty();
  }

  private static List<String> complaintsAbout(String place, String of, String theme, int width)
      throws IOException {
    browser.resize(width, 900);
    browser.open(ReportRuns.all(), "", place);
    browser.run(
        Boolean.class,
        "document.documentElement.dataset.theme = arguments[0];"
            + " synfin.store.set({theme: arguments[0]}); return true",
        theme);
    var complaints = new ArrayList<String>();
    for (String tab : TABS) {
      browser.click("#tab-" + tab);
      browser.await("return document.querySelector('#tab-" + tab + "').ariaSelected === 'true'");
      complaints.addAll(complaintsNow(tab + of, theme, width));
    }
    browser.click("#tab-ladder");
    browser.run(Boolean.class, "synfin.store.set({scale: 'time'}); return true");
    browser.await("return document.querySelector('.scaled-rows') !== null");
    complaints.addAll(complaintsNow("scaled" + of, theme, width));
    return complaints;
  }

  private static List<String> complaintsNow(String view, String theme, int width)
      throws IOException {
    browser.shoot(view + "-" + theme + "-" + width);
    var complaints = new ArrayList<String>();
    browser.accessibilityComplaints().forEach(c -> complaints.add(view + ": " + c));
    long sticksOut =
        browser.number(
            "const page = document.documentElement; return page.scrollWidth - page.clientWidth");
    if (sticksOut > 0) {
      complaints.add(view + " sticks out to the right by " + sticksOut + " pixels");
    }
    return complaints;
  }
}
