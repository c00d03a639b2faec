package dev.synfin.timeline;

import static dev.synfin.timeline.LineBuffer.ascii;

import dev.synfin.track.SegmentFacts;
import dev.synfin.wire.SeqNumber;
import dev.synfin.wire.TcpOptions;
import dev.synfin.wire.TcpSegment;

/** Writes a segment's options as the document has them: those that are absent are left out. */
final class OptionText {
  private static final byte[] OPTIONS = ascii(",\"options\":{");
  private static final byte[] MSS = ascii("\"mss\":");
  private static final byte[] WINDOW_SCALE = ascii("\"window_scale\":");
  private static final byte[] SACK_PERMITTED = ascii("\"sack_permitted\":true");
  private static final byte[] SACK = ascii("\"sack\":[");
  private static final byte[] LEFT = ascii("{\"left\":");
  private static final byte[] RIGHT = ascii(",\"right\":");
  private static final byte[] TS_VAL = ascii("\"ts_val\":");
  private static final byte[] TS_ECR = ascii(",\"ts_ecr\":");
  private static final byte[] FAST_OPEN = ascii("\"fast_open\":");

  private final LineBuffer line;
  private boolean first;

  OptionText(LineBuffer line) {
    this.line = line;
  }

  void write(TcpSegment segment, SegmentFacts facts) {
    TcpOptions options = segment.options();
    line.text(OPTIONS);
    first = true;
    writeIfPresent(MSS, options.mss());
    writeIfPresent(WINDOW_SCALE, options.windowScale());
    if (options.sackPermitted()) {
      next().text(SACK_PERMITTED);
    }
    if (options.sackBlocks() > 0 && segment.has(TcpSegment.ACK)) {
      writeSack(segment, facts);
    }
    if (options.timestamps()) {
      next().text(TS_VAL).number(SeqNumber.unsigned(options.tsVal()));
      line.text(TS_ECR).number(SeqNumber.unsigned(options.tsEcr()));
    }
    writeIfPresent(FAST_OPEN, options.fastOpenLength());
    line.character('}');
  }

  private LineBuffer next() {
    if (!first) {
      line.character(',');
    }
    first = false;
    return line;
  }

  private void writeIfPresent(byte[] field, int value) {
    if (value >= 0) {
      next().text(field).number(value);
    }
  }

  private void writeSack(TcpSegment segment, SegmentFacts facts) {
    TcpOptions options = segment.options();
    next().text(SACK);
    for (var i = 0; i < options.sackBlocks(); i++) {
      line.text(i == 0 ? "" : ",").text(LEFT);
      line.number(EventRecords.relativeEdge(options.sackLeft(i), segment, facts)).text(RIGHT);
      line.number(EventRecords.relativeEdge(options.sackRight(i), segment, facts)).character('}');
    }
    line.character(']');
  }
}
