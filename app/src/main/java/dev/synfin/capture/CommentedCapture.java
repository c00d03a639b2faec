package dev.synfin.capture;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Copies a capture file as pcapng, and says something of its frames: a comment of a packet is what
 * Wireshark shows above the packet's details ({@code opt_comment}, draft-ietf-opsawg-pcapng, 3.5).
 *
 * <p>Frames, time stamps, lengths and interfaces stay as they are; what else stands in a pcapng
 * file is copied octet by octet. It is read as a stream, so that a file may be of any length.
 */
public final class CommentedCapture {
  private static final int BUFFER = 1 << 16;

  private CommentedCapture() {}

  /** What is to be said of a frame. */
  @FunctionalInterface
  public interface Comments {
    /**
     * The comment for a frame.
     *
     * @param frame number in the file, from 1
     * @return UTF-8's characters, of which the first few thousand are kept; null for none
     */
    @Nullable String of(long frame);
  }

  /**
   * Copies a capture file, which may be pcap or pcapng, also compressed with gzip or zstd; leaves
   * the stream open.
   *
   * @return where the file stopped making sense: what came before it was copied
   * @throws IOException if the file is no capture, or the stream fails
   */
  public static Optional<Damage> copy(Path capture, Comments comments, OutputStream out)
      throws IOException {
    try (InputStream in = new BufferedInputStream(Unpacked.of(Files.newInputStream(capture)))) {
      return isPcapng(in)
          ? Optional.ofNullable(new PcapngCopy(in, comments, out).run())
          : fromPcap(in, capture.getFileName().toString(), comments, out);
    }
  }

  private static boolean isPcapng(InputStream in) throws IOException {
    in.mark(BUFFER);
    byte[] magic = in.readNBytes(4);
    in.reset();
    return magic.length == 4 && RecordReader.i32(magic, 0, true) == PcapngReader.SECTION_HEADER;
  }

  private static Optional<Damage> fromPcap(
      InputStream in, String name, Comments comments, OutputStream out) throws IOException {
    try (CaptureFile file = CaptureFile.open(in, name)) {
      var writer = new PcapngWriter(out, file.nanoseconds());
      writer.begin(file.linkTypeNumber(), file.snaplen().orElse(0));
      file.deliverTo(frame -> writer.write(frame, comments.of(frame.number())));
      return file.damage();
    }
  }
}
