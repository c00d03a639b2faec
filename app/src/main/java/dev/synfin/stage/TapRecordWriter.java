package dev.synfin.stage;

import dev.synfin.capture.Frame;
import dev.synfin.timeline.KernelLinesWriter;
import dev.synfin.timeline.KernelSample;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a tap's records to a stream: a letter, a length, and so many octets each.
 *
 * <p>Records are gathered and leave together as fast as the stream takes them; when it takes none,
 * whoever writes waits, and the kernel counts what it must drop.
 */
final class TapRecordWriter implements AutoCloseable {
  static final char BEGUN = 'B';
  static final char FRAME = 'F';
  static final char PROOF = 'P';
  static final char KERNEL = 'K';
  static final char FAILED = 'X';

  private static final int MOST_GATHERED = 16 << 20;

  private final OutputStream out;
  private final Thread sender;
  private Gathered gathered = new Gathered();
  private Gathered spare = new Gathered();
  private boolean closed;
  private @Nullable IOException failure;

  TapRecordWriter(OutputStream out) {
    this.out = out;
    this.sender = Thread.ofPlatform().name("sends what was captured").daemon().start(this::send);
  }

  void begun(TapRecord.Begun begun) throws IOException {
    record(
        BEGUN,
        data -> {
          data.writeUTF(begun.iface());
          data.writeUTF(begun.filter() == null ? "" : begun.filter());
          data.writeInt(begun.linkType());
          data.writeInt(begun.snaplen());
          data.writeBoolean(begun.nanoseconds());
          data.writeUTF(begun.at().toString());
        });
  }

  /** On the capture's own thread: makes no garbage. */
  synchronized void frame(Frame frame) throws IOException {
    awaitRoom();
    var data = gathered.data;
    data.writeByte(FRAME);
    data.writeInt(Long.BYTES + Integer.BYTES + frame.capturedLength());
    data.writeLong(frame.epochNanos());
    data.writeInt(frame.length());
    data.write(frame.octets(), frame.offset(), frame.capturedLength());
    notifyAll();
  }

  void proof(TapRecord.Proof proof) throws IOException {
    record(
        PROOF,
        data -> {
          data.writeLong(proof.request());
          data.writeBoolean(proof.complete());
          data.writeUTF(proof.reason() == null ? "" : proof.reason());
          data.writeLong(proof.droppedByKernel());
          data.writeLong(proof.droppedByInterface());
          data.writeUTF(proof.at().toString());
        });
  }

  void kernel(KernelSample sample) throws IOException {
    var line = new ByteArrayOutputStream();
    try (var lines = new KernelLinesWriter(line)) {
      lines.write(sample);
    }
    record(KERNEL, data -> data.write(line.toByteArray()));
  }

  void failed(String sentence) throws IOException {
    record(FAILED, data -> data.writeUTF(sentence));
  }

  private interface Content {
    void writeTo(DataOutputStream data) throws IOException;
  }

  private void record(char kind, Content content) throws IOException {
    var octets = new ByteArrayOutputStream();
    content.writeTo(new DataOutputStream(octets));
    synchronized (this) {
      awaitRoom();
      gathered.data.writeByte(kind);
      gathered.data.writeInt(octets.size());
      gathered.data.write(octets.toByteArray());
      notifyAll();
    }
  }

  private synchronized void awaitRoom() throws IOException {
    try {
      while (gathered.octets.size() > MOST_GATHERED && failure == null) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while the stream took nothing.", e);
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void send() {
    try {
      for (var full = next(); full != null; full = next()) {
        full.octets.writeTo(out);
        out.flush();
        full.octets.reset();
      }
    } catch (IOException e) {
      fail(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What was gathered since the last time; null after the end. */
  private synchronized @Nullable Gathered next() throws InterruptedException {
    while (gathered.octets.size() == 0 && !closed) {
      wait();
    }
    if (gathered.octets.size() == 0) {
      return null;
    }
    var full = gathered;
    gathered = spare;
    spare = full;
    notifyAll();
    return full;
  }

  private synchronized void fail(IOException e) {
    failure = e;
    notifyAll();
  }

  /** Sends what is left. */
  @Override
  public void close() throws IOException {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      sender.join(1_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Gathered {
    final ByteArrayOutputStream octets = new ByteArrayOutputStream(1 << 16);
    final DataOutputStream data = new DataOutputStream(octets);
  }
}
