package dev.synfin.export;

import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Finding;
import dev.synfin.timeline.Timeline;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Chrome's Trace Event Format, JSON object form, which Perfetto and chrome://tracing open: a
 * process for each end, in it for each connection its calls, its frames on the wire and its states;
 * arrows from calls to the frames that they caused, and from end to end; counters; findings.
 *
 * <p>{@code ts} counts microseconds from the timeline's first moment, which stands under {@code
 * otherData}: since 1970 a double could not hold nanoseconds.
 */
public final class TraceEvents {
  private TraceEvents() {}

  /**
   * Writes the document; leaves the stream open.
   *
   * @throws IOException if the stream fails
   */
  public static void write(Timeline timeline, OutputStream out) throws IOException {
    var json = new JsonOutput(out);
    long origin = Moments.firstOf(timeline);
    var about =
        Fields.of("generator", "synfin " + timeline.generator().version())
            .and("started_at_ns", Long.toString(origin));
    json.beginArray(Fields.of("displayTimeUnit", "ns").and("otherData", about), "traceEvents");
    var ends = new Ends();
    for (Connection connection : timeline.connections()) {
      new ConnectionTracks(connection, ends, origin, json).write();
    }
    LooseCalls.of(timeline).writeTracks(ends, origin, json);
    for (Finding finding : timeline.findings()) {
      json.element(finding(finding, 0).and("pid", 0).and("tid", 0).and("s", "g"));
    }
    json.endArray();
    json.end();
  }

  static Fields finding(Finding finding, long nanos) {
    return Fields.of("name", finding.id())
        .and("cat", "finding")
        .and("ph", "i")
        .and("ts", Moments.micros(nanos))
        .and(
            "args",
            Fields.of("severity", Words.of(finding.severity()))
                .and("title", finding.title())
                .and("explanation", finding.explanation())
                .and("evidence", finding.evidence()));
  }
}
