package dev.synfin.export;

import dev.synfin.timeline.Capture;
import dev.synfin.timeline.Connection;
import dev.synfin.timeline.Event;
import dev.synfin.timeline.Finding;
import dev.synfin.timeline.PacketEvent;
import dev.synfin.timeline.SegmentEvent;
import dev.synfin.timeline.Timeline;
import dev.synfin.track.Retransmission;
import dev.synfin.track.Side;
import dev.synfin.track.TcpState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What synfin holds of single frames of a capture, in words: the states that both ends enter, what
 * was sent again and why, what was lost, what a finding rests on. A frame of which there is nothing
 * to say has none.
 */
public final class Verdicts {
  private final Map<Long, String> comments = new HashMap<>();

  private Verdicts() {}

  /** The verdicts of one of a timeline's captures, by its own frame numbers. */
  public static Verdicts of(Timeline timeline, Capture capture) {
    var verdicts = new Verdicts();
    for (Connection connection : timeline.connections()) {
      verdicts.add(connection, capture, timeline.captures().size() > 1);
    }
    return verdicts;
  }

  /** What there is to say of a frame; null where there is nothing. */
  public @Nullable String of(long frame) {
    return comments.get(frame);
  }

  private void add(Connection connection, Capture capture, boolean merged) {
    var states = new HashMap<Side, TcpState>();
    Map<Long, List<String>> findings = findings(connection, merged);
    for (Event event : connection.allEvents()) {
      if (event instanceof PacketEvent packet) {
        String text = String.join("; ", said(packet, findings, states));
        if (!text.isEmpty()) {
          String whole = "synfin: " + Words.of(connection) + ", " + text;
          framesIn(packet, capture).forEach(f -> comments.merge(f, whole, (a, b) -> a + "\n" + b));
        }
      }
    }
  }

  /** A capture between the ends holds a packet as it came and as it went on. */
  private static List<Long> framesIn(PacketEvent packet, Capture capture) {
    if (packet.seen().isEmpty()) {
      return List.of(packet.frame());
    }
    return packet.seen().stream()
        .filter(s -> s.capture().equals(capture.id()))
        .map(s -> s.frame())
        .toList();
  }

  private static List<String> said(
      PacketEvent packet, Map<Long, List<String>> findings, Map<Side, TcpState> states) {
    var said = new ArrayList<String>();
    if (packet instanceof SegmentEvent segment) {
      for (Side side : Side.values()) {
        TcpState state = segment.state(side);
        if (state != null && state != states.put(side, state)) {
          said.add(Words.of(side) + " " + state.rfcName());
        }
      }
      if (segment.retransmission() != null) {
        said.add(again(segment.retransmission()));
      }
      if (segment.probe() != null) {
        said.add(Words.of(segment.probe()).replace('_', ' ') + " probe");
      }
      if (segment.duplicateOf() != null) {
        said.add("the same packet as frame " + segment.duplicateOf());
      }
    }
    if (packet.lost() != null) {
      said.add("lost between " + String.join(" and ", packet.lost().between()));
    }
    said.addAll(findings.getOrDefault(packet.frame(), List.of()));
    return said;
  }

  private static String again(Retransmission retransmission) {
    return (retransmission.of() == null
            ? "sent again"
            : "sent again, first in frame " + retransmission.of())
        + (retransmission.cause() == null
            ? ""
            : " (" + Words.of(retransmission.cause()).replace('_', ' ') + ")")
        + (retransmission.basis() == null ? "" : ": " + retransmission.basis());
  }

  /**
   * What rests on a frame, by its number. Of several captures, a number may be that of two packets;
   * then it tells none of them.
   */
  private static Map<Long, List<String>> findings(Connection connection, boolean merged) {
    var findings = new HashMap<Long, List<String>>();
    for (Finding finding : connection.findings()) {
      for (Long frame : finding.evidence()) {
        findings
            .computeIfAbsent(frame, number -> new ArrayList<>())
            .add(finding.id() + ": " + finding.title());
      }
    }
    if (merged && !findings.isEmpty()) {
      var met = new HashSet<Long>();
      for (Event event : connection.allEvents()) {
        if (event instanceof PacketEvent packet && !met.add(packet.frame())) {
          findings.remove(packet.frame());
        }
      }
    }
    return findings;
  }
}
