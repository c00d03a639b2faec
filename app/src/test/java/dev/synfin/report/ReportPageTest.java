package dev.synfin.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synfin.timeline.Timeline;
import dev.synfin.timeline.Timelines;
import dev.synfin.timeline.TraceFixture;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The report as a file: what it holds, and what it lets run. */
class ReportPageTest {
  private static final String EVIL = "</script><script>alert(1)</script>";
  private static final Timeline TIMELINE =
      TraceFixture.timeline(
          TraceFixture.connection(
              " 0.000 > S  0:0(0) win 64240\n+0.001 > P. 1:6(5) ack 1 \"" + EVIL + "\"\n"));

  private static String page(String name) throws IOException {
    var out = new ByteArrayOutputStream();
    ReportPage.write(List.of(new ReportPage.Entry(name, TIMELINE, CapturePlace.NOWHERE)), out);
    return out.toString(UTF_8);
  }

  private static List<String> all(Pattern pattern, String text) {
    var found = new ArrayList<String>();
    for (Matcher matcher = pattern.matcher(text); matcher.find(); ) {
      found.add(matcher.group(1));
    }
    return found;
  }

  @Test
  void itHoldsTheTimelineAsItIsWritten() throws IOException {
    var packed =
        all(Pattern.compile("class=\"timeline\" [^>]*>([^<]*)</script>"), page("a")).getFirst();
    var unpacked =
        new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(packed)));

    assertThat(Timelines.read(unpacked)).isEqualTo(TIMELINE);
  }

  @Test
  void nothingOfATimelineIsPartOfTheMarkup() throws IOException {
    assertThat(page(EVIL)).doesNotContain("alert(1)");
  }

  @Test
  void itsPolicyNamesEachScriptAndStyleAndAllowsNothingElse() throws IOException {
    String page = page("a");
    String policy =
        all(Pattern.compile("Content-Security-Policy\" content=\"([^\"]*)\""), page).getFirst();
    var scripts = all(Pattern.compile("(?s)<script>(.*?)</script>"), page);
    var styles = all(Pattern.compile("(?s)<style>(.*?)</style>"), page);

    assertThat(scripts)
        .hasSizeGreaterThan(15)
        .allSatisfy(s -> assertThat(policy).contains(Digest.of(s)));
    assertThat(styles).hasSize(2).allSatisfy(s -> assertThat(policy).contains(Digest.of(s)));
    assertThat(policy).startsWith("default-src 'none'; ").doesNotContain("unsafe", "http", "*");
  }

  @Test
  void withoutTimelinesItIsSmall() throws IOException {
    var out = new ByteArrayOutputStream();
    ReportPage.write(List.of(), out);

    assertThat(out.size()).isLessThan(1_500_000);
  }

  @Test
  void everyLanguageHasTheSameTextsWithTheSameValues() throws IOException {
    assertThat(values("zh")).isEqualTo(values("en"));
  }

  /** Of each text, the names of the values that it takes. */
  private static Map<String, List<String>> values(String language) throws IOException {
    JsonNode texts = new JsonMapper().readTree(Resources.text("lang/" + language + ".json"));
    var values = new TreeMap<String, List<String>>();
    texts
        .properties()
        .forEach(text ->
            values.put(
                text.getKey(),
                all(Pattern.compile("\\{(\\w+)\\}"), text.getValue().asString()).stream()
                    .sorted()
                    .distinct()
                    .toList()));
    return values;
  }

  @Test
  void everyTextThatTheScriptsNameIsThere() throws IOException {
    var known = values("en").keySet();
    for (String script : ReportPage.SCRIPTS) {
      if (script.startsWith("lib/")) {
        continue;
      }
      var named = all(Pattern.compile("\\bt\\('([\\w.]+)'[,)]"), Resources.text(script));
      assertThat(known).as(script).containsAll(named);
    }
  }
}
