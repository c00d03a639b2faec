package dev.synfin.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.report.ReportPage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * How fast the report of 50,000 events opens and scrolls, in a real browser: {@code docker/lab
 * bench --report}. Times depend on the machine, so that nothing is asserted about them, and no
 * build runs this.
 */
class ReportSpeed {
  private static final int EVENTS = 50_000;
  private static final int ROUNDS = 5;

  /** Scrolls for three seconds; frames in a second, the median frame and the longest, in ms. */
  private static final String SCROLL =
      """
      const box = document.querySelector(arguments[0]);
      return new Promise((done) => {
        const times = [];
        const begin = performance.now();
        const step = (now) => {
          times.push(now);
          box.scrollTop += 97;
          if (now - begin < 3000) requestAnimationFrame(step);
          else {
            const gaps = times.slice(1).map((t, i) => t - times[i]).sort((a, b) => a - b);
            const rate = (1000 * gaps.length) / (times.at(-1) - times[0]);
            const at = (part) => gaps[Math.floor(part * (gaps.length - 1))].toFixed(1);
            done(`${rate.toFixed(1)} frames/s, median ${at(0.5)} ms, 99 % within ${at(0.99)} ms`);
          }
        };
        requestAnimationFrame(step);
      })
      """;

  @Test
  void ofFiftyThousandEvents() throws IOException {
    ReportRuns.all();
    List<ReportPage.Entry> large = List.of(ReportRuns.large(EVENTS));
    var page = new ByteArrayOutputStream();
    ReportPage.write(large, page);
    var said = new StringBuilder();
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    say(said, "%s, %,d events, a page of %,d octets".formatted(today, EVENTS, page.size()));
    try (Browser browser = Browser.start()) {
      browser.resize(1280, 900);
      for (int round = 1; round <= ROUNDS; round++) {
        browser.open(large, "", "#tab=ladder");
        double ready = browser.decimal("return performance.getEntriesByName('ready')[0].startTime");
        say(said, "opened in %.0f ms".formatted(ready));
      }
      say(said, "ladder:   " + browser.run(String.class, SCROLL, ".ladder-rows"));
      browser.run(Boolean.class, "synfin.store.set({scale: 'time'}); return true");
      browser.await("return document.querySelector('.scaled .packet') !== null");
      say(said, "to scale: " + browser.run(String.class, SCROLL, ".scaled-rows"));
      assertThat(browser.errors()).isEmpty();
    }
    Files.writeString(Browser.SHOTS.resolve("speed.txt"), said, UTF_8);
  }

  private static void say(StringBuilder said, String line) {
    System.out.println(line);
    said.append(line).append('\n');
  }
}
