package dev.synfin.capture;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a capture file delivered, each frame as one line: {@code 1 nanos LINKTYPE octets of length}.
 */
record Reading(List<String> frames, Optional<Damage> damage) {

  static Reading of(byte[] file) throws IOException {
    try (CaptureFile capture = CaptureFile.open(new ByteArrayInputStream(file), "test.pcap")) {
      return of(capture);
    }
  }

  static Reading of(CaptureFile capture) throws IOException {
    var frames = new ArrayList<String>();
    capture.deliverTo(frame -> frames.add(line(frame)));
    return new Reading(frames, capture.damage());
  }

  static String line(Frame frame) {
    String octets =
        new String(
            frame.octets(), frame.offset(), frame.capturedLength(), StandardCharsets.ISO_8859_1);
    return "%d %d %s %s of %d"
        .formatted(
            frame.number(),
            frame.epochNanos(),
            LinkTypes.name(frame.linkType()),
            octets,
            frame.length());
  }

  static byte[] text(String octets) {
    return octets.getBytes(StandardCharsets.ISO_8859_1);
  }
}
