package dev.synfin.timeline;

import dev.synfin.track.SegmentFacts;
import dev.synfin.wire.SeqNumber;
import dev.synfin.wire.TcpOptions;
import dev.synfin.wire.TcpSegment;

/** Writes a segment's options as the document has them: those that are absent are left out. */
final class OptionText {
  private static final Word OPTIONS = Word.of(",\"options\":{");
  private static final Word MSS = Word.of("\"mss\":");
  private static final Word WINDOW_SCALE = Word.of("\"window_scale\":");
  private static final Word SACK_PERMITTED = Word.of("\"sack_permitted\":true");
  private static final Word SACK = Word.of("\"sack\":[");
  private static final Word LEFT = Word.of("{\"left\":");
  private static final Word RIGHT = Word.of(",\"right\":");
  private static final Word TS_VAL = Word.of("\"ts_val\":");
  private static final Word TS_ECR = Word.of(",\"ts_ecr\":");
  private static final Word FAST_OPEN = Word.of("\"fast_open\":");

  private final LineBuffer line;
  private boolean first;

  OptionText(LineBuffer line) {
    this.line = line;
  }

  void write(TcpSegment segment, SegmentFacts facts) {
    TcpOptions options = segment.options();
    line.word(OPTIONS);
    first = true;
    writeIfPresent(MSS, options.mss());
    writeIfPresent(WINDOW_SCALE, options.windowScale());
    if (options.sackPermitted()) {
      next().word(SACK_PERMITTED);
    }
    if (options.sackBlocks() > 0 && segment.has(TcpSegment.ACK)) {
      writeSack(segment, facts);
    }
    if (options.timestamps()) {
      next().word(TS_VAL).number(SeqNumber.unsigned(options.tsVal()));
      line.word(TS_ECR).number(SeqNumber.unsigned(options.tsEcr()));
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

  private void writeIfPresent(Word field, int value) {
    if (value >= 0) {
      next().word(field).number(value);
    }
  }

  private void writeSack(TcpSegment segment, SegmentFacts facts) {
    TcpOptions options = segment.options();
    next().word(SACK);
    for (var i = 0; i < options.sackBlocks(); i++) {
      line.text(i == 0 ? "" : ",").word(LEFT);
      line.number(EventRecords.relativeEdge(options.sackLeft(i), segment, facts)).word(RIGHT);
      line.number(EventRecords.relativeEdge(options.sackRight(i), segment, facts)).character('}');
    }
    line.character(']');
  }
}
