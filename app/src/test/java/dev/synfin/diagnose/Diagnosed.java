package dev.synfin.diagnose;

import dev.synfin.timeline.Analysis;
import dev.synfin.timeline.Capture;
import dev.synfin.timeline.EventOptions;
import dev.synfin.timeline.Finding;
import dev.synfin.timeline.KernelSample;
import dev.synfin.timeline.Timeline;
import dev.synfin.timeline.TimelineBuilder;
import dev.synfin.timeline.TraceFixture;
import dev.synfin.track.TraceFrames;
import java.util.List;
import java.util.stream.Stream;

/** A trace as a capture of real octets, through decoder, tracker and timeline, and its findings. */
final class Diagnosed {
  /** A handshake, to begin a trace with. */
  static final String HANDSHAKE =
      """
       0.000 > S  0:0(0) win 64240 <mss 1460,sackOK,wscale 7>
      +0.001 < S. 0:0(0) ack 1 win 65160 <mss 1460,sackOK,wscale 7>
      +0.001 > .  1:1(0) ack 1 win 502
      """;

  final Timeline timeline;

  private Diagnosed(Timeline timeline) {
    this.timeline = Diagnosis.of(timeline);
  }

  static Diagnosed trace(String trace) {
    return trace(trace, List.of());
  }

  static Diagnosed trace(String trace, List<KernelSample> kernel) {
    var builder = new TimelineBuilder(EventOptions.DEFAULT);
    var analysis = new Analysis(builder);
    var frames = new TraceFrames(1000, 500_000);
    trace
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .forEach(line -> analysis.accept(frames.frame(line)));
    analysis.finish();
    Capture capture = TraceFixture.capture("file", null);
    return new Diagnosed(builder.build(capture).withKernel(kernel));
  }

  /** After a handshake. */
  static Diagnosed after(String trace) {
    return trace(HANDSHAKE + trace);
  }

  List<Finding> findings() {
    return Stream.concat(
            timeline.connections().stream().flatMap(c -> c.findings().stream()),
            timeline.findings().stream())
        .toList();
  }

  /** Such as {@code "zero-window-stall [4, 7]"}. */
  List<String> found() {
    return findings().stream().map(f -> f.id() + " " + f.evidence()).toList();
  }

  /** The explanation of the first one. */
  String why() {
    return findings().getFirst().explanation();
  }
}
