package dev.synfin.parity;

import dev.synfin.parity.Reading.SentAgain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Compares retransmissions with those that another analyser found.
 *
 * <p>They come as JSON, time and sequence number of each under the name of their capture: {@code
 * {"a.pcap": [["1285862502.676829", 2005857837]]}}.
 */
final class RetransmissionComparison implements Comparison {
  private final JsonNode expected;
  private int all;
  private int found;
  private int more;

  RetransmissionComparison(Path expected) throws IOException {
    this.expected = new JsonMapper().readTree(Files.readString(expected));
  }

  @Override
  public String title() {
    return "| file | segment | synfin |";
  }

  @Override
  public void compare(Path capture, Reading mine) {
    JsonNode theirs = expected.path(capture.getFileName().toString());
    if (theirs.isMissingNode()) {
      return;
    }
    var left = new LinkedHashSet<>(mine.sentAgain);
    for (JsonNode each : theirs) {
      var segment = new SentAgain(each.get(0).asString(), each.get(1).asLong());
      all++;
      if (left.remove(segment)) {
        found++;
      } else {
        Comparison.row(capture, text(segment), "is none");
      }
    }
    more += left.size();
    left.forEach(segment -> Comparison.row(capture, text(segment), "is one too"));
  }

  private static String text(SentAgain segment) {
    return segment.time() + " seq " + segment.rawSeq();
  }

  @Override
  public String result() {
    String share = Comparison.share("retransmissions found", found, all);
    return share + "  %d more%n".formatted(more);
  }
}
