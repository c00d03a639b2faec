package dev.synfin.lab;

import dev.synfin.timeline.Flag;
import dev.synfin.timeline.Payload;
import dev.synfin.timeline.SegmentEvent;
import java.util.List;
import org.assertj.core.api.AbstractAssert;

/** Assertions about one segment. */
public final class SegmentAssert extends AbstractAssert<SegmentAssert, SegmentEvent> {
  private final ConnectionAssert connection;

  SegmentAssert(SegmentEvent actual, ConnectionAssert connection) {
    super(actual, SegmentAssert.class);
    this.connection = connection;
  }

  /** It has these flags and no others. */
  public SegmentAssert hasFlags(Flag... flags) {
    if (!actual.flags().containsAll(List.of(flags)) || actual.flags().size() != flags.length) {
      throw failed("to have the flags " + List.of(flags), "it has " + actual.flags());
    }
    return this;
  }

  /** It carries so many octets of payload. */
  public SegmentAssert hasLength(int octets) {
    if (actual.len() != octets) {
      throw failed("to carry " + octets + " octets", "it carries " + actual.len());
    }
    return this;
  }

  /** The part of its payload that is kept contains this text. */
  public SegmentAssert contains(String text) {
    Payload payload = actual.payload();
    String shown = payload == null ? null : payload.text();
    if (shown == null || !shown.contains(text)) {
      throw failed(
          "to contain «" + Words.onOneLine(text) + "»",
          shown == null ? "it has no text" : "it is «" + Words.onOneLine(shown) + "»");
    }
    return this;
  }

  /** It was not sent before. */
  public SegmentAssert isNoRetransmission() {
    if (actual.retransmission() != null) {
      throw failed("to be sent once", "it was sent again");
    }
    connection.requireProof("that frame " + actual.frame() + " was not sent before");
    return this;
  }

  /** Back to its connection. */
  public ConnectionAssert and() {
    return connection;
  }

  private AssertionError failed(String expected, String but) {
    String what = "frame " + actual.frame() + " of " + connection.name();
    return connection.failed(what, expected, but, actual.frame());
  }
}
