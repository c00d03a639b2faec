package dev.synfin.lab;

import dev.synfin.render.PacketText;
import dev.synfin.timeline.SegmentEvent;
import org.assertj.core.presentation.StandardRepresentation;

/** Shows segments as expected traces are written, in the failures of AssertJ's own assertions. */
final class SegmentRepresentation extends StandardRepresentation {
  @Override
  protected String fallbackToStringOf(Object object) {
    return object instanceof SegmentEvent segment
        ? "frame " + segment.frame() + ": " + PacketText.of(segment)
        : super.fallbackToStringOf(object);
  }
}
