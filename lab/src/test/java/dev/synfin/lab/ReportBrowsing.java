package dev.synfin.lab;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Tests that look at the report of real runs in a real browser, one for each class of tests. */
abstract class ReportBrowsing {
  static Browser browser;

  @BeforeAll
  static void runTheScenariosAndOpenABrowser() throws IOException {
    ReportRuns.all();
    browser = Browser.start();
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
  }
}
