package dev.synfin.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.synfin.timeline.Timeline;
import dev.synfin.timeline.Timelines;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.regex.Matcher;

/** A timeline made to attack whoever shows it. */
final class Hostile {
  static final String TEXT =
      "\"'></script><img src=x onerror=\"window.attacked=1\"><script>window.attacked=1</script>";

  private static final String FREE_TEXT =
      "(\"(?:title|explanation|next|reference|text|file|filter|reason|expected|seen|address|call|local|remote)\" ?: ?)\"(?:[^\"\\\\]|\\\\.)*\"";
  private static final String NAME = "(\"name\" ?: ?)\"(?:client|server|eth0)\"";

  private Hostile() {}

  /** The same run, with an attack in place of every free text. */
  static Timeline of(Timeline timeline) throws IOException {
    var out = new ByteArrayOutputStream();
    Timelines.write(timeline, out);
    String attack = "$1\"" + Matcher.quoteReplacement(TEXT.replace("\"", "\\\"")) + "\"";
    String attacked = out.toString(UTF_8).replaceAll(FREE_TEXT, attack).replaceAll(NAME, attack);
    if (!attacked.contains("onerror")) {
      throw new IllegalStateException("There was nothing to put an attack into.");
    }
    return Timelines.read(new ByteArrayInputStream(attacked.getBytes(UTF_8)));
  }
}
