package dev.synfin.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The report as the system wants pages to look, and as paper has it. */
@Timeout(180)
class ReportMediaIT extends ReportBrowsing {
  private static final String WHITE = "rgb(255, 255, 255)";
  private static final String NIGHT = "rgb(18, 22, 27)";

  /** The words of a chart follow no style sheet: they are drawn, in one colour or another. */
  private static final String DRAWN =
      """
      const canvas = document.querySelector('.plot canvas');
      const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
      const has = (red, green, blue) => {
        for (let at = 0; at < pixels.length; at += 4) {
          if (pixels[at] === red && pixels[at + 1] === green && pixels[at + 2] === blue) return true;
        }
        return false;
      };
      const [light, dark] = [has(228, 233, 238), has(26, 32, 39)];
      """;

  private static final String DRAWN_LIGHT = DRAWN + "return light && !dark";
  private static final String DRAWN_DARK = DRAWN + "return dark && !light";

  @AfterEach
  void preferNothing() {
    browser.prefer("screen", "light");
  }

  private static String theme() {
    return browser.text(".tools button");
  }

  private static void awaitGround(String color) {
    browser.await("return getComputedStyle(document.body).backgroundColor === '" + color + "'");
  }

  @Test
  void itIsDarkWhereTheSystemIsAndFollowsItWhileItIsOpen() throws IOException {
    browser.prefer("screen", "dark");
    ReportRuns.open(browser, "fast-retransmit", "sequence");
    browser.await("return document.querySelector('.plot canvas') !== null");
    awaitGround(NIGHT);
    assertThat(theme()).isEqualTo("\u2600");
    browser.await(DRAWN_LIGHT);
    browser.shoot("system-dark");
    assertThat(browser.accessibilityComplaints()).isEmpty();

    browser.prefer("screen", "light");
    awaitGround(WHITE);
    browser.await("return document.querySelector('.tools button').textContent === '\u263e'");
    browser.await(DRAWN_DARK);
  }

  @Test
  void whatTheReaderChoosesStandsAgainstTheSystem() throws IOException {
    browser.prefer("screen", "dark");
    ReportRuns.open(browser, "handshake", "ladder");
    browser.click(".tools button");
    awaitGround(WHITE);

    browser.prefer("screen", "light");
    browser.click(".tools button");
    awaitGround(NIGHT);
  }

  /** Nobody wants to spend ink on a dark ground, nor to press buttons on paper. */
  @Test
  void paperIsLightAndHasNothingToPress() throws IOException {
    browser.prefer("screen", "dark");
    ReportRuns.open(browser, "fast-retransmit", "sequence");
    browser.await("return document.querySelector('.plot canvas') !== null");
    awaitGround(NIGHT);

    browser.run(Boolean.class, "return dispatchEvent(new Event('beforeprint'))");
    browser.prefer("print", "dark");

    awaitGround(WHITE);
    browser.await(DRAWN_DARK);
    for (String pressed : List.of(".tabs", ".tools", ".plot-tools", ".connections-head input")) {
      assertThat(browser.style(pressed, "display")).as(pressed).isEqualTo("none");
    }
    assertThat(browser.style(".view", "display")).isNotEqualTo("none");
    browser.shoot("paper");

    browser.prefer("screen", "dark");
    browser.run(Boolean.class, "return dispatchEvent(new Event('afterprint'))");
    awaitGround(NIGHT);
    browser.await(DRAWN_LIGHT);
  }

  /** Nothing moves by itself: there is nothing to be spared. */
  @Test
  void nothingMovesByItself() throws IOException {
    for (String tab : ReportViewsIT.TABS) {
      ReportRuns.open(browser, "zero-window", tab);
      assertThat(
              browser.number(
                  """
                  return [...document.querySelectorAll('*')].filter((one) => {
                    const style = getComputedStyle(one);
                    return style.animationName !== 'none' || style.scrollBehavior === 'smooth'
                      || style.transitionDuration.split(', ').some((long) => long !== '0s');
                  }).length
                  """))
          .as(tab)
          .isZero();
    }
  }
}
