package dev.synfin.timeline;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes the first and the last line of a stream: what is known of the capture at its start, and at
 * its end.
 *
 * <p>They are written field by field, as Jackson's data binding takes longer to look through the
 * records than a short capture to be followed. The fields are those of the records, in their order.
 */
final class CaptureLines {
  private static final JsonFactory JSON = new JsonFactory();

  private final LineBuffer line;

  CaptureLines(LineBuffer line) {
    this.line = line;
  }

  /** Writes the first line. */
  void writeFirst(Generator generator, Capture capture) {
    write(json -> {
      json.writeStringProperty("type", "capture");
      json.writeStringProperty("format", Timeline.FORMAT);
      json.writeObjectPropertyStart("generator");
      json.writeStringProperty("name", generator.name());
      json.writeStringProperty("version", generator.version());
      json.writeEndObject();
      writeCapture(json, capture);
    });
  }

  /**
   * Writes the last line.
   *
   * @param findings those that belong to no single connection
   */
  void writeLast(Capture capture, List<Finding> findings) {
    write(json -> {
      json.writeStringProperty("type", "end");
      writeCapture(json, capture);
      if (!findings.isEmpty()) {
        json.writeArrayPropertyStart("findings");
        findings.forEach(finding -> writeFinding(json, finding));
        json.writeEndArray();
      }
    });
  }

  /** Writes the fields of an object. */
  private interface Fields {
    void write(JsonGenerator json);
  }

  private void write(Fields fields) {
    var out = new ByteArrayOutputStream();
    try (var json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    }
    line.octets(out.toByteArray(), 0, out.size()).endLine();
  }

  private static void writeCapture(JsonGenerator json, Capture capture) {
    json.writeObjectPropertyStart("capture");
    json.writeStringProperty("id", capture.id());
    writeName(json, "source", capture.source());
    json.writeStringProperty("name", capture.name());
    writeName(json, "vantage", capture.vantage());
    json.writeStringProperty("file", capture.file());
    json.writeStringProperty("sha256", capture.sha256());
    json.writeStringProperty("filter", capture.filter());
    json.writeStringProperty("link_type", capture.linkType());
    writeNumber(json, "snaplen", capture.snaplen());
    writeName(json, "timestamp_precision", capture.timestampPrecision());
    writeMoment(json, "started_at", capture.startedAt());
    writeMoment(json, "ended_at", capture.endedAt());
    writeFrames(json, capture.frames());
    writeEvicted(json, capture.evicted());
    writeDropped(json, capture.dropped());
    if (capture.complete() == null) {
      json.writeNullProperty("complete");
    } else {
      json.writeBooleanProperty("complete", capture.complete());
    }
    json.writeStringProperty("reason", capture.reason());
    json.writeEndObject();
  }

  private static void writeFrames(JsonGenerator json, Capture.@Nullable Frames frames) {
    if (frames == null) {
      json.writeNullProperty("frames");
      return;
    }
    json.writeObjectPropertyStart("frames");
    json.writeNumberProperty("captured", frames.captured());
    json.writeNumberProperty("tcp", frames.tcp());
    json.writeNumberProperty("udp", frames.udp());
    json.writeNumberProperty("other", frames.other());
    json.writeNumberProperty("malformed", frames.malformed());
    json.writeNumberProperty("truncated", frames.truncated());
    json.writeEndObject();
  }

  private static void writeEvicted(JsonGenerator json, Capture.@Nullable Evicted evicted) {
    if (evicted == null) {
      json.writeNullProperty("evicted");
      return;
    }
    json.writeObjectPropertyStart("evicted");
    json.writeNumberProperty("connections", evicted.connections());
    json.writeNumberProperty("resumed", evicted.resumed());
    json.writeEndObject();
  }

  private static void writeDropped(JsonGenerator json, Capture.@Nullable Dropped dropped) {
    if (dropped == null) {
      json.writeNullProperty("dropped");
      return;
    }
    json.writeObjectPropertyStart("dropped");
    writeNumber(json, "kernel", dropped.kernel());
    writeNumber(json, "interface", dropped.byInterface());
    json.writeEndObject();
  }

  private static void writeFinding(JsonGenerator json, Finding finding) {
    json.writeStartObject();
    json.writeStringProperty("id", finding.id());
    writeName(json, "severity", finding.severity());
    json.writeStringProperty("title", finding.title());
    json.writeStringProperty("explanation", finding.explanation());
    json.writeArrayPropertyStart("evidence");
    finding.evidence().forEach(json::writeNumber);
    json.writeEndArray();
    json.writeStringProperty("reference", finding.reference());
    if (finding.next() != null) {
      json.writeStringProperty("next", finding.next());
    }
    json.writeEndObject();
  }

  private static void writeName(JsonGenerator json, String field, @Nullable Enum<?> constant) {
    json.writeStringProperty(field, constant == null ? null : Names.of(constant));
  }

  private static void writeMoment(JsonGenerator json, String field, @Nullable Instant moment) {
    json.writeStringProperty(field, moment == null ? null : MomentText.of(moment));
  }

  private static void writeNumber(JsonGenerator json, String field, @Nullable Number number) {
    if (number == null) {
      json.writeNullProperty(field);
    } else {
      json.writeNumberProperty(field, number.longValue());
    }
  }
}
