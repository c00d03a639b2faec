package dev.synfin.watch;

import dev.synfin.report.ReportParts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * The page and its parts: the report's own, each under a path of its own as the policy of a served
 * page wants it, and above them what starts scenarios.
 */
final class LivePage {
  private static final String REPORT = "/report/";
  private static final Map<String, String> OWN =
      Map.of(
          "/watch.js", "text/javascript; charset=utf-8", "/watch.css", "text/css; charset=utf-8");

  private LivePage() {}

  /** A part of the page. */
  record Part(String type, String content) {}

  /** The part that is served under a path. */
  static Optional<Part> part(String path) throws IOException {
    String own = OWN.get(path);
    if (own != null) {
      return Optional.of(new Part(own, resource(path.substring(1))));
    }
    if (!path.startsWith(REPORT)) {
      return Optional.empty();
    }
    String type = path.endsWith(".css") ? "text/css" : "text/javascript";
    return ReportParts.part(path.substring(REPORT.length()))
        .map(content -> new Part(type + "; charset=utf-8", content));
  }

  /** The page itself. */
  static String html() throws IOException {
    var styles = new StringBuilder();
    for (String name : ReportParts.styles()) {
      styles.append("<link rel=\"stylesheet\" href=\"report/").append(name).append("\">\n");
    }
    var texts = new StringBuilder();
    for (String language : ReportParts.languages()) {
      texts
          .append("<script type=\"application/json\" class=\"texts\" data-lang=\"")
          .append(language)
          .append("\">")
          .append(texts(language))
          .append("</script>\n");
    }
    return resource("index.html")
        .replace("<!-- styles -->", styles)
        .replace("<!-- texts -->", texts)
        .replace("<!-- scripts -->", scripts(ReportParts.scripts()));
  }

  private static String scripts(List<String> names) {
    var scripts = new StringBuilder();
    for (String name : names) {
      scripts.append("<script src=\"report/").append(name).append("\"></script>\n");
    }
    return scripts.toString();
  }

  /** The report's texts and this page's, of which every language has the same keys. */
  private static String texts(String language) throws IOException {
    ObjectNode all = (ObjectNode) Answer.JSON.readTree(ReportParts.texts(language));
    all.setAll((ObjectNode) Answer.JSON.readTree(resource("lang/" + language + ".json")));
    return all.toString();
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = LivePage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("The jar lacks " + name + ", a part of the live page.");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
