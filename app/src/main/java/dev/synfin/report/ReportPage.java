package dev.synfin.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.synfin.timeline.Timeline;
import dev.synfin.timeline.Timelines;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * The report: an HTML file that shows timelines, holds all that it needs, and loads nothing.
 *
 * <p>Each timeline stands in it as its JSON document, compressed (gzip, RFC 1952) and in Base64, so
 * that no text that came over a network is ever part of the markup; so do its packets' headers, as
 * far as its captures are there ({@link PacketHeaders}). The page's policy (Content Security
 * Policy, level 3) names each of its scripts by its digest: nothing else runs, and nothing is
 * fetched.
 */
public final class ReportPage {
  /** Of the page's own scripts and those that it uses, in the order in which they build up. */
  static final List<String> SCRIPTS =
      List.of(
          "lib/preact.min.umd.js",
          "lib/hooks.umd.js",
          "lib/uPlot.iife.min.js",
          "lib/diff.min.js",
          "texts.js",
          "format.js",
          "store.js",
          "explain.js",
          "arrivals.js",
          "rows.js",
          "headers.js",
          "options.js",
          "fields.js",
          "detail.js",
          "ladder.js",
          "scaled-drawing.js",
          "scaled.js",
          "connections.js",
          "chart-data.js",
          "plot.js",
          "charts.js",
          "kernel.js",
          "findings.js",
          "compare.js",
          "machine.js",
          "learn.js",
          "app.js");

  static final List<String> STYLES = List.of("lib/uPlot.min.css", "page.css");
  static final List<String> LANGUAGES = List.of("en", "zh");

  private ReportPage() {}

  /**
   * A timeline in the page.
   *
   * @param name by which it is chosen where there are several
   * @param captures where the captures are of which it was made, if they are there
   */
  public record Entry(String name, Timeline timeline, CapturePlace captures) {}

  /** Writes the page, in UTF-8; the stream stays open. */
  public static void write(List<Entry> timelines, OutputStream out) throws IOException {
    text(out, head(""));
    for (Entry entry : timelines) {
      text(out, "<script type=\"application/gzip\" class=\"timeline\" data-name=\"");
      text(out, Base64.getEncoder().encodeToString(entry.name().getBytes(UTF_8)) + "\">");
      writePacked(packed -> Timelines.write(entry.timeline(), packed), out);
      text(out, "</script>\n<script type=\"application/gzip\" class=\"headers\">");
      writePacked(packed -> PacketHeaders.write(entry.timeline(), entry.captures(), packed), out);
      text(out, "</script>\n");
    }
    text(out, tail());
  }

  /** Writes something of the page. */
  @FunctionalInterface
  private interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private static void writePacked(Content content, OutputStream out) throws IOException {
    var ascii = Base64.getEncoder().wrap(new StaysOpen(out));
    try (var packed = new GZIPOutputStream(ascii, 1 << 16)) {
      content.writeTo(packed);
    }
  }

  /** All that comes before the timelines. */
  private static String head(String fetches) throws IOException {
    var scripts = new StringBuilder();
    for (String name : SCRIPTS) {
      scripts.append(' ').append(Digest.of(Resources.text(name)));
    }
    var styles = new StringBuilder();
    for (String name : STYLES) {
      styles.append(' ').append(Digest.of(Resources.text(name)));
    }
    var page = new StringBuilder("<!doctype html>\n<html lang=\"en\">\n<head>\n");
    page.append("<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"")
        .append("default-src 'none'; script-src")
        .append(scripts)
        .append("; style-src")
        .append(styles)
        .append("; img-src data:; base-uri 'none'; form-action 'none'")
        .append(fetches)
        .append("\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<meta name=\"color-scheme\" content=\"light dark\">\n<title>synfin</title>\n");
    for (String name : STYLES) {
      page.append("<style>").append(Resources.text(name)).append("</style>\n");
    }
    page.append("</head>\n<body>\n<div id=\"app\"></div>\n")
        .append("<noscript>This page draws what it holds with JavaScript.</noscript>\n");
    for (String language : LANGUAGES) {
      page.append("<script type=\"application/json\" class=\"texts\" data-lang=\"")
          .append(language)
          .append("\">")
          .append(Resources.text("lang/" + language + ".json"))
          .append("</script>\n");
    }
    return page.toString();
  }

  private static String tail() throws IOException {
    var page = new StringBuilder();
    for (String name : SCRIPTS) {
      page.append("<script>").append(Resources.text(name)).append("</script>\n");
    }
    return page.append("</body>\n</html>\n").toString();
  }

  private static void text(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(UTF_8));
  }

  /** The page goes on when a timeline in it is over. */
  private static final class StaysOpen extends FilterOutputStream {
    StaysOpen(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
      out.write(octets, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
