package dev.synfin.report;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The page's parts one by one, for a server that feeds the page itself. */
public final class ReportParts {
  private ReportParts() {}

  /** The scripts, in the order in which they build up; the last one begins. */
  public static List<String> scripts() {
    return ReportPage.SCRIPTS;
  }

  /** The style sheets, in their order. */
  public static List<String> styles() {
    return ReportPage.STYLES;
  }

  /** The languages in which the page speaks, such as {@code en}. */
  public static List<String> languages() {
    return ReportPage.LANGUAGES;
  }

  /** The page's texts in a language, a JSON object. */
  public static String texts(String language) throws IOException {
    if (!languages().contains(language)) {
      throw new IllegalArgumentException("no language of the page: " + language);
    }
    return Resources.text("lang/" + language + ".json");
  }

  /** The content of a script or a style sheet; empty for any other name. */
  public static Optional<String> part(String name) throws IOException {
    return scripts().contains(name) || styles().contains(name)
        ? Optional.of(Resources.text(name))
        : Optional.empty();
  }
}
