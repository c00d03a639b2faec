package dev.synfin.capture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** A capture file, pcap or pcapng, read as a stream: it may be of any length, or a pipe. */
public final class CaptureFile implements FrameSource {
  private final String name;
  private final OctetStream in;
  private final RecordReader reader;

  private CaptureFile(String name, OctetStream in) throws IOException {
    this.name = name;
    this.in = in;
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
      return open(Files.newInputStream(file), file.getFileName().toString());
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
    try {
      return new CaptureFile(name, new OctetStream(in, name));
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
    }
  }

  /** The file's name without its folder. */
  public String name() {
    return name;
  }

  /** Where the file stopped making sense, known when everything was delivered. */
  public Optional<Damage> damage() {
    return Optional.ofNullable(reader.damage());
  }

  /** libpcap's name for the link type of the (first) interface; empty if there is none. */
  public Optional<String> linkType() {
    return reader.linkType() < 0
        ? Optional.empty()
        : Optional.of(LinkTypes.name(reader.linkType()));
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
}
