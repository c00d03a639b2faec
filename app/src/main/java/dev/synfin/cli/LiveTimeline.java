package dev.synfin.cli;

import dev.synfin.capture.Frame;
import dev.synfin.capture.FrameSink;
import dev.synfin.timeline.Analysis;
import dev.synfin.timeline.Capture;
import dev.synfin.timeline.EventOptions;
import dev.synfin.timeline.JsonLinesWriter;
import dev.synfin.timeline.TimelineBuilder;
import dev.synfin.timeline.Timelines;
import dev.synfin.track.ConnectionObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The timeline of a live capture in the making: it takes frames until it is told of the end. */
abstract class LiveTimeline implements FrameSink, AutoCloseable {
  private final FollowOptions follow;
  private final Analysis analysis;

  private LiveTimeline(FollowOptions follow, ConnectionObserver observer) {
    this.follow = follow;
    this.analysis = follow.analysis(observer);
  }

  /** One document at the end, and ladders on the way. */
  static LiveTimeline document(
      Path file, EventOptions options, LiveLadders ladders, FollowOptions follow) {
    return new Document(file, new TimelineBuilder(options), ladders, follow);
  }

  /**
   * A line for each thing as it happens, which reaches the file when nothing follows at once.
   *
   * @throws IOException if it cannot be written
   */
  static LiveTimeline lines(Path file, EventOptions options, Capture start, FollowOptions follow)
      throws IOException {
    return new Lines(new JsonLinesWriter(Files.newOutputStream(file), start, options), follow);
  }

  @Override
  public void accept(Frame frame) {
    analysis.accept(frame);
  }

  /** How many frames of each sort there were. */
  Capture.Frames frames() {
    return analysis.frames();
  }

  /** What the limit on connections cost. */
  Capture.Evicted evictions() {
    return analysis.evictions();
  }

  /** There are no more frames. */
  void finish() throws IOException {
    analysis.finish();
    follow.tell(analysis);
  }

  /**
   * Writes what is left.
   *
   * @param capture what is known of the capture at its end
   * @throws IOException if it cannot be written
   */
  abstract void write(Capture capture) throws IOException;

  @Override
  public abstract void close() throws IOException;

  private static final class Document extends LiveTimeline {
    private final Path file;
    private final TimelineBuilder builder;
    private final LiveLadders ladders;

    Document(Path file, TimelineBuilder builder, LiveLadders ladders, FollowOptions follow) {
      super(follow, ladders.around(builder));
      this.file = file;
      this.builder = builder;
      this.ladders = ladders;
    }

    @Override
    void finish() throws IOException {
      ladders.finish();
      super.finish();
    }

    @Override
    void write(Capture capture) throws IOException {
      OutputFile.replace(file, document -> Timelines.write(builder.build(capture), document));
    }

    @Override
    public void close() {
      ladders.close();
    }
  }

  private static final class Lines extends LiveTimeline {
    private final JsonLinesWriter writer;

    Lines(JsonLinesWriter writer, FollowOptions follow) {
      super(follow, writer);
      this.writer = writer;
    }

    @Override
    public void pause() throws IOException {
      writer.flush();
    }

    @Override
    void write(Capture capture) throws IOException {
      writer.end(capture);
    }

    @Override
    public void close() throws IOException {
      writer.close();
    }
  }
}
