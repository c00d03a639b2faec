package dev.synfin.lab;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Lines that are put in at one end and read by the engine's client at the other. */
final class Requests extends InputStream {
  private static final byte[] END = {};

  private final BlockingQueue<byte[]> lines = new LinkedBlockingQueue<>();
  private byte[] current = END;
  private int at;
  private boolean ended;

  void put(String line) {
    lines.add((line + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public int read() {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0];
  }

  @Override
  public int read(byte[] to, int offset, int length) {
    while (at == current.length) {
      if (ended || !next()) {
        return -1;
      }
    }
    int count = Math.min(length, current.length - at);
    System.arraycopy(current, at, to, offset, count);
    at += count;
    return count;
  }

  private boolean next() {
    try {
      current = lines.take();
      at = 0;
      ended = current.length == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      ended = true;
    }
    return !ended;
  }

  /** The reader is told of the end after what was put in before. */
  @Override
  public void close() {
    lines.add(END);
  }
}
