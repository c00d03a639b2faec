package dev.synfin.diagnose;

import static dev.synfin.diagnose.Sentence.capital;
import static dev.synfin.diagnose.Sentence.other;
import static dev.synfin.diagnose.Sentence.the;

import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Finding;
import dev.synfin.timeline.Finding.Severity;
import dev.synfin.timeline.Flag;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.track.Side;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Data sent by an end that had already acknowledged the other's FIN, answered with RST: the other
 * had closed its socket, not only its sending side.
 */
final class EndOfFileIgnored implements Finder {
  private static final Draft KIND =
      new Draft(
          "end-of-file-ignored",
          Severity.WARNING,
          "End of file ignored",
          "Look at what the program does when a read returns 0: it should stop sending and close."
              + " The next send after the RST fails with EPIPE or ECONNRESET.",
          "RFC 9293, 3.6 and 3.10.7.4; RFC 1122, 4.2.2.13");

  @Override
  public Optional<Finding> find(Connection c, Scene scene) {
    for (Side closer : Side.values()) {
      var found = find(c, closer);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<Finding> find(Connection c, Side closer) {
    SegmentEvent fin = null;
    SegmentEvent data = null;
    for (var s : c.segments()) {
      if (s.from() == closer) {
        if (s.has(Flag.RST)) {
          return data == null || fin == null ? Optional.empty() : found(closer, fin, data, s);
        }
        if (s.has(Flag.FIN)) {
          fin = s;
        } else if (data != null && acknowledges(s, data)) {
          return Optional.empty(); // it still reads: it had only shut its sending side
        }
      } else if (fin != null && s.len() > 0 && knows(s, fin) && data == null) {
        data = s;
      }
    }
    return Optional.empty();
  }

  /** Whether the sender had the FIN when it sent this. */
  private static boolean knows(SegmentEvent s, SegmentEvent fin) {
    Long ack = s.rawAck();
    return ack != null && ack == ((fin.rawSeq() + fin.len() + 1) & 0xFFFF_FFFFL);
  }

  private static boolean acknowledges(SegmentEvent s, SegmentEvent data) {
    @Nullable Long ack = s.rawAck();
    return ack != null && (int) (ack - data.rawSeq()) > 0;
  }

  /** RFC 8446, 5.1: content type 21, version 3.x. Many programs say farewell so and then close. */
  private static boolean isTlsAlert(SegmentEvent data) {
    var payload = data.payload();
    return payload != null && payload.hex() != null && payload.hex().startsWith("1503");
  }

  private static Optional<Finding> found(
      Side closer, SegmentEvent fin, SegmentEvent data, SegmentEvent reset) {
    boolean farewell = isTlsAlert(data);
    return Optional.of(
        KIND.as(farewell ? Severity.INFO : Severity.WARNING)
            .with(
                capital(other(closer))
                    + " had acknowledged the FIN of "
                    + the(closer)
                    + " and then sent "
                    + Sentence.count(data.len(), "octet")
                    + "; nobody reads there any more, and the answer was RST."
                    + (farewell ? " It was a TLS alert, such as a farewell: harmless." : ""),
                fin.frame(),
                data.frame(),
                reset.frame()));
  }
}
