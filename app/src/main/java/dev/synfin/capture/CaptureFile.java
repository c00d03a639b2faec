package dev.synfin.capture;

import java.io.FilterInputStream;
import java.io.Flushable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * A capture file, pcap or pcapng, read as a stream: it may be of any length, compressed with gzip
 * or zstd, or a pipe.
 */
public final class CaptureFile implements FrameSource {
  private static final int UNKNOWN = -1;

  private final String name;
  private final Counted counted;
  private final ReadAhead ahead;
  private final long size;
  private final OctetStream in;
  private final RecordReader reader;
  private long delivered;

  private CaptureFile(String name, InputStream stream, long size) throws IOException {
    this.name = name;
    this.size = size;
    this.counted = new Counted(stream);
    this.ahead = new ReadAhead(counted);
    this.in = new OctetStream(ahead, name);
    this.reader = recognise();
  }

  /**
   * Opens a file.
   *
   * @throws IOException if there is no such file or it is no capture file
   */
  public static CaptureFile open(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + " is a folder; name a capture file in it.");
    }
    try {
      return open(Files.newInputStream(file), file.getFileName().toString(), Files.size(file));
    } catch (NoSuchFileException e) {
      throw new IOException("There is no file " + file + ".", e);
    } catch (AccessDeniedException e) {
      throw new IOException("The file " + file + " may not be read by this user.", e);
    }
  }

  /**
   * Reads from a stream, such as standard input.
   *
   * @param name for messages and the document
   * @throws IOException if what comes is no capture
   */
  public static CaptureFile open(InputStream in, String name) throws IOException {
    return open(in, name, UNKNOWN);
  }

  private static CaptureFile open(InputStream in, String name, long size) throws IOException {
    try {
      return new CaptureFile(name, in, size);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private RecordReader recognise() throws IOException {
    if (in.atEnd()) {
      throw new IOException(name + " is empty: it has not even a capture file's header.");
    }
    if (in.has(4)) {
      int magic = RecordReader.i32(in.buffer(), in.position(), true);
      if (magic == PcapngReader.SECTION_HEADER) {
        var pcapng = new PcapngReader(in);
        pcapng.readHead();
        return pcapng;
      }
      if (PcapReader.isMagic(magic) || PcapReader.isMagic(Integer.reverseBytes(magic))) {
        if (!in.has(PcapReader.HEADER)) {
          throw new IOException(name + " ends within its header: nothing of it can be read.");
        }
        return new PcapReader(in);
      }
    }
    throw new IOException(name + " is no capture file: neither pcap nor pcapng.");
  }

  @Override
  public void deliverTo(FrameSink sink) throws IOException {
    var frame = new Frame();
    while (reader.next(frame)) {
      sink.accept(frame);
      delivered++;
    }
  }

  /** Flushes this whenever a pipe has brought nothing for a moment. */
  public void flushWhenIdle(Flushable waiting) {
    ahead.flushWhenIdle(waiting);
  }

  /** Lets the delivery end before the file does; for any thread. */
  public void stop() {
    ahead.stop();
  }

  /** How many frames were delivered, for a thread that shows the progress: it may lag behind. */
  public long delivered() {
    return delivered;
  }

  /** How many octets of the file were read, compressed as it is; for any thread. */
  public long octetsRead() {
    return counted.read.sum();
  }

  /** The file's size in octets; empty for a stream. */
  public OptionalLong size() {
    return size > 0 ? OptionalLong.of(size) : OptionalLong.empty();
  }

  /** The file's name without its folder. */
  public String name() {
    return name;
  }

  /** Where the file stopped making sense, known when everything was delivered. */
  public Optional<Damage> damage() {
    Damage damage = reader.damage();
    return Optional.ofNullable(in.damage() == null ? damage : in.damage());
  }

  /** libpcap's name for the link type of the (first) interface; empty if there is none. */
  public Optional<String> linkType() {
    return reader.linkType() < 0
        ? Optional.empty()
        : Optional.of(LinkTypes.name(reader.linkType()));
  }

  /** LINKTYPE_ number of the (first) interface, or -1 while none is known. */
  int linkTypeNumber() {
    return reader.linkType();
  }

  /** How much of each frame was kept at most, in octets; empty where the file does not say. */
  public Optional<Integer> snaplen() {
    return reader.snaplen() < 0 ? Optional.empty() : Optional.of(reader.snaplen());
  }

  /** Whether time stamps have nanoseconds (else microseconds). */
  public boolean nanoseconds() {
    return reader.nanoseconds();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** Counts what was read of the file itself. */
  private static final class Counted extends FilterInputStream {
    private final LongAdder read = new LongAdder();

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      int count = super.read(to, offset, length);
      read.add(Math.max(count, 0));
      return count;
    }
  }
}
