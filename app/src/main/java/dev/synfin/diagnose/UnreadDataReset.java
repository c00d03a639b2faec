package dev.synfin.diagnose;

import static dev.synfin.diagnose.Sentence.capital;
import static dev.synfin.diagnose.Sentence.other;

import dev.synfin.timeline.CallEvent;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Finding;
import dev.synfin.timeline.Finding.Severity;
import dev.synfin.timeline.Flag;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.track.Side;
import dev.synfin.track.Teardown;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A socket that is closed while received octets lie unread in its buffer: the kernel then sends RST
 * instead of FIN. Certain where the program's calls are known; from segments alone it is only said
 * of a server that resets what it has acknowledged and never answered.
 */
final class UnreadDataReset implements Finder {
  private static final Draft KIND =
      new Draft(
          "reset-unread-data",
          Severity.WARNING,
          "Reset on close with unread data",
          "Let the program read to the end of file before it closes, or shut down its sending side"
              + " first. TCPAbortOnClose counts these closes (TCPAbortOnData those by SO_LINGER 0).",
          "RFC 2525, 2.17; RFC 1122, 4.2.2.13; net/ipv4/tcp.c, __tcp_close");

  @Override
  public Optional<Finding> find(Connection c, Scene scene) {
    var teardown = c.teardown();
    if (teardown == null || teardown.kind() != Teardown.Kind.RESET || teardown.by() == null) {
      return Optional.empty();
    }
    Side by = teardown.by();
    long received = 0;
    SegmentEvent lastData = null;
    SegmentEvent reset = null;
    boolean answered = true;
    for (var s : c.segments()) {
      if (s.from() == by && s.has(Flag.RST)) {
        reset = s;
        break;
      }
      if (s.from() == by && s.has(Flag.FIN)) {
        return Optional.empty(); // it had closed before: this RST is about something else
      }
      if (s.len() > 0) {
        if (s.from() == by) {
          answered = true;
        } else if (s.retransmission() == null) {
          received += s.len();
          lastData = s;
          answered = false;
        }
      }
    }
    if (reset == null || lastData == null || !reset.has(Flag.ACK)) {
      return Optional.empty();
    }
    Long unread = unread(c.calls(), by, received);
    if (unread == null ? answered || !mayBe(by, reset, lastData) : unread <= 0) {
      return Optional.empty();
    }
    return Optional.of(KIND.with(text(by, unread, lastData), lastData.frame(), reset.frame()));
  }

  /** What the program did not read of what came; null where its calls are not known. */
  private static @Nullable Long unread(List<CallEvent> calls, Side by, long received) {
    boolean known = false;
    long read = 0;
    for (var call : calls) {
      if (call.side() == by) {
        known = true;
        if (call.call().startsWith("recv") || call.call().equals("makefile")) {
          if (!(call.result() instanceof Number number)) {
            if (call.error() == null && call.result() != null) {
              return null; // a call whose result is not its octets
            }
            continue;
          }
          read += number.longValue();
        }
      }
    }
    return known ? Long.valueOf(received - read) : null;
  }

  private static boolean mayBe(Side by, SegmentEvent reset, SegmentEvent lastData) {
    Long acked = reset.rawAck();
    long end = (lastData.rawSeq() + lastData.len()) & 0xFFFF_FFFFL;
    return by == Side.SERVER
        && !lastData.has(Flag.FIN)
        && acked != null
        && acked == end
        && reset.tNs() - lastData.tNs() < 1_000_000_000L;
  }

  private static String text(Side by, @Nullable Long unread, SegmentEvent lastData) {
    return unread != null
        ? capital(by)
            + " closed its socket with "
            + Sentence.count(unread, "octet")
            + " unread: its kernel sent RST, and what it had sent itself may be lost too."
        : capital(by)
            + " reset the connection right after it had acknowledged "
            + Sentence.count(lastData.len(), "octet")
            + " of "
            + Sentence.the(other(by))
            + " that it never answered: this is what closing with unread data looks like.";
  }
}
