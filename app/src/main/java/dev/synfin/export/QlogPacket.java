package dev.synfin.export;

import dev.synfin.timeline.DatagramEvent;
import dev.synfin.timeline.Flag;
import dev.synfin.timeline.IcmpEvent;
import dev.synfin.timeline.Layer;
import dev.synfin.timeline.PacketEvent;
import dev.synfin.timeline.SegmentEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The data of {@code packet_sent} and {@code packet_received}. */
final class QlogPacket {
  private QlogPacket() {}

  static Fields of(PacketEvent packet, int number, List<Unacknowledged.Packet> acknowledged) {
    int payload = Words.payload(packet);
    var data =
        Fields.of(
                "header", Fields.of("packet_type", Words.kind(packet)).and("packet_number", number))
            .and(
                "raw",
                Fields.of("length", headerOf(packet) + payload).and("payload_length", payload));
    return packet instanceof SegmentEvent s
        ? data.and("frames", frames(s, acknowledged)).and("tcp", tcp(s))
        : data.and("frame", packet.frame());
  }

  private static int headerOf(PacketEvent packet) {
    List<Layer> layers =
        switch (packet) {
          case SegmentEvent s -> s.layers();
          case DatagramEvent d -> d.layers();
          case IcmpEvent i -> i.layers();
        };
    for (Layer layer : layers) {
      if (layer.name().equals("tcp") || layer.name().equals("udp")) {
        return layer.length();
      }
    }
    return 0;
  }

  /** A segment in QUIC's frames: its octets, what it acknowledges, how far the other may send. */
  private static List<Map<String, Object>> frames(
      SegmentEvent segment, List<Unacknowledged.Packet> acknowledged) {
    var frames = new ArrayList<Map<String, Object>>();
    if (segment.len() > 0 || segment.has(Flag.FIN)) {
      frames.add(
          Fields.of("frame_type", "stream")
              .and("stream_id", 0)
              .and("offset", Math.max(0, segment.seq() - 1))
              .and("length", segment.len())
              .and("fin", segment.has(Flag.FIN))
              .values());
    }
    if (!acknowledged.isEmpty()) {
      List<List<Integer>> ranges =
          acknowledged.stream().map(p -> List.of(p.number(), p.number())).toList();
      frames.add(Fields.of("frame_type", "ack").and("acked_ranges", ranges).values());
    }
    Long ack = segment.ack();
    if (ack != null && !segment.has(Flag.SYN) && !segment.has(Flag.RST)) {
      long maximum = Math.max(0, ack - 1) + segment.win();
      frames.add(Fields.of("frame_type", "max_data").and("maximum", maximum).values());
    }
    return frames;
  }

  private static Fields tcp(SegmentEvent s) {
    return Fields.of("frame", s.frame())
        .and("flags", s.flags().stream().map(Flag::name).toList())
        .and("seq", s.seq())
        .and("ack", s.ack())
        .and("win", s.win())
        .and("phase", Words.of(s.phase()))
        .and(
            "analysis",
            s.analysis().isEmpty() ? null : s.analysis().stream().map(Words::of).toList());
  }
}
