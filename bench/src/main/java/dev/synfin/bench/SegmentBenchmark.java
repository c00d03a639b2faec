package dev.synfin.bench;

import dev.synfin.capture.Frame;
import dev.synfin.track.Connection;
import dev.synfin.track.ConnectionObserver;
import dev.synfin.track.ConnectionTracker;
import dev.synfin.track.SegmentFacts;
import dev.synfin.track.Side;
import dev.synfin.wire.Datagram;
import dev.synfin.wire.Decoded;
import dev.synfin.wire.FrameDecoder;
import dev.synfin.wire.IcmpError;
import dev.synfin.wire.TcpSegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What one segment of an open connection costs: to decode it, and to follow it too. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SegmentBenchmark {
  private static final int PAYLOAD = 100;

  private final FrameDecoder decoder = new FrameDecoder();
  private final ConnectionTracker tracker = new ConnectionTracker(new Nobody());
  private final TcpFrame frames = new TcpFrame();
  private final TcpFrame.End client = new TcpFrame.End(0x0A000001, 40_000, 1_000);
  private final TcpFrame.End server = new TcpFrame.End(0x0A000002, 80, 9_000);
  private final Frame request = new Frame();
  private long nanos = 1_800_000_000_000_000_000L;
  private boolean answer;

  /** Opens the connection. */
  @Setup
  public void open() {
    tracker.accept(decoder.decode(frames.send(client, server, TcpFrame.SYN, 0, tick())));
    tracker.accept(
        decoder.decode(frames.send(server, client, TcpFrame.SYN | TcpFrame.ACK, 0, tick())));
    tracker.accept(decoder.decode(frames.send(client, server, TcpFrame.ACK, 0, tick())));
    Frame sent = new TcpFrame().send(client, server, TcpFrame.ACK, PAYLOAD, tick());
    client.seq -= PAYLOAD;
    request.set(1, nanos, 1, sent.octets(), 0, sent.capturedLength(), sent.length());
  }

  private long tick() {
    return nanos += 10_000;
  }

  /** The same frame again and again. */
  @Benchmark
  public Decoded decode() {
    return decoder.decode(request);
  }

  /** Making a frame, to be taken off {@link #makeDecodeAndTrack}. */
  @Benchmark
  public Frame make() {
    return next();
  }

  /** 100 octets to and fro, each acknowledged by the next. */
  @Benchmark
  public void makeDecodeAndTrack() {
    tracker.accept(decoder.decode(next()));
  }

  private Frame next() {
    answer = !answer;
    return answer
        ? frames.send(server, client, TcpFrame.ACK, PAYLOAD, tick())
        : frames.send(client, server, TcpFrame.ACK, PAYLOAD, tick());
  }

  private static final class Nobody implements ConnectionObserver {
    @Override
    public void opened(Connection connection) {}

    @Override
    public void segment(Connection connection, TcpSegment segment, SegmentFacts facts) {}

    @Override
    public void datagram(Connection connection, Datagram datagram, Side from) {}

    @Override
    public void icmp(Connection connection, IcmpError error, Side from) {}

    @Override
    public void closed(Connection connection) {}
  }
}
