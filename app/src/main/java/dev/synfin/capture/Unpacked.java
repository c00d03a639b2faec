package dev.synfin.capture;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The content of a file that may be compressed, which its first octets tell, not its name. */
final class Unpacked {
  private static final int BUFFER = 1 << 16;
  private static final int GZIP = 0x1F8B0800;
  private static final int GZIP_MASK = 0xFFFFFF00;
  private static final int ZSTD = 0x28B52FFD;

  private Unpacked() {}

  /**
   * What the stream holds: gzip (RFC 1952) and Zstandard (RFC 8878) are unpacked, anything else is
   * left as it is. Where compressed data end too soon or are damaged, reading throws {@link
   * java.io.EOFException} or {@link ZipException}.
   */
  static InputStream of(InputStream in) throws IOException {
    var buffered = new BufferedInputStream(in, BUFFER);
    buffered.mark(4);
    byte[] magic = buffered.readNBytes(4);
    buffered.reset();
    if (magic.length < 4) {
      return buffered;
    }
    int number = RecordReader.i32(magic, 0, true);
    if ((number & GZIP_MASK) == GZIP) {
      return new GZIPInputStream(buffered, BUFFER);
    }
    return number == ZSTD ? zstandard(buffered) : buffered;
  }

  private static InputStream zstandard(InputStream in) throws IOException {
    try {
      return Zstandard.unpack(in);
    } catch (LinkageError e) {
      throw new IOException(
          "The capture is compressed with zstd, which cannot be unpacked here ("
              + e.getMessage()
              + "); pipe it: zstd -dc FILE | synfin analyze -",
          e);
    }
  }

  /** Tells damage in the words of {@code java.util.zip}. */
  private static final class Zstandard extends ZstdInputStreamNoFinalizer {
    private Zstandard(InputStream in) throws IOException {
      super(in);
    }

    /** Called, this class is loaded; made outside, it would be as soon as its user is. */
    static InputStream unpack(InputStream in) throws IOException {
      return new Zstandard(in);
    }

    @Override
    public synchronized int read(byte[] to, int offset, int length) throws IOException {
      try {
        return super.read(to, offset, length);
      } catch (ZstdIOException e) {
        var damaged = new ZipException(e.getMessage());
        damaged.initCause(e);
        throw damaged;
      }
    }
  }
}
