package dev.synfin.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class CompressedCaptureTest {
  private static final int FRAMES = 3_000;

  private final byte[] plain = plain();

  private static byte[] plain() {
    var octets = new PcapOctets(ByteOrder.LITTLE_ENDIAN, PcapOctets.NANO, 1);
    var random = new Random(7);
    for (int i = 0; i < FRAMES; i++) {
      byte[] frame = new byte[200];
      random.nextBytes(frame);
      octets.record(i, 0, frame, frame.length);
    }
    return octets.octets();
  }

  private byte[] gzip() throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    }
    return out.toByteArray();
  }

  private byte[] zstd() {
    return Zstd.compress(plain);
  }

  @Test
  void what_gzip_and_zstd_packed_is_read_as_if_it_were_not() throws IOException {
    assertThat(Reading.of(gzip())).isEqualTo(Reading.of(plain));
    assertThat(Reading.of(zstd())).isEqualTo(Reading.of(plain));
  }

  @Test
  void several_packed_members_one_after_the_other_are_one_file() throws IOException {
    var out = new ByteArrayOutputStream();
    for (byte[] part :
        new byte[][] {
          Arrays.copyOf(plain, 10_000), Arrays.copyOfRange(plain, 10_000, plain.length)
        }) {
      try (var gzip = new GZIPOutputStream(out)) {
        gzip.write(part);
      }
    }

    assertThat(Reading.of(out.toByteArray())).isEqualTo(Reading.of(plain));
  }

  @Test
  void a_packed_file_that_was_cut_gives_what_could_be_read_and_says_so() throws IOException {
    expectCut(gzip());
    expectCut(zstd());
  }

  private void expectCut(byte[] packed) throws IOException {
    var read = Reading.of(Arrays.copyOf(packed, packed.length * 2 / 3));

    assertThat(read.frames()).isNotEmpty().hasSizeLessThan(FRAMES);
    assertThat(Reading.of(plain).frames()).startsWith(read.frames().toArray(String[]::new));
    assertThat(read.damage()).hasValueSatisfying(d -> assertThat(d.what()).contains("compressed"));
  }

  @Test
  void a_packed_file_that_was_changed_gives_what_came_before() throws IOException {
    byte[] packed = gzip();
    Arrays.fill(packed, packed.length / 2, packed.length / 2 + 40, (byte) 0xFF);

    var read = Reading.of(packed);

    assertThat(read.damage()).isPresent();
    assertThat(read.frames()).hasSizeLessThan(FRAMES);
  }

  @Test
  void a_stream_that_is_stopped_ends_though_nothing_more_comes() throws IOException {
    try (var pipe = new PipedOutputStream();
        var in = new PipedInputStream(pipe, plain.length)) {
      pipe.write(plain, 0, 24 + 10 * 216);
      pipe.flush();
      try (CaptureFile capture = CaptureFile.open(in, "pipe")) {
        var last = new long[1];
        capture.deliverTo(frame -> {
          last[0] = frame.number();
          if (frame.number() == 10) {
            capture.stop();
          }
        });

        assertThat(last[0]).isEqualTo(10);
        assertThat(capture.damage()).isEmpty();
      }
    }
  }

  @Test
  void what_was_read_so_far_can_be_told() throws IOException {
    byte[] packed = gzip();
    try (CaptureFile capture = CaptureFile.open(new ByteArrayInputStream(packed), "a.pcap.gz")) {
      capture.deliverTo(frame -> {});

      assertThat(capture.delivered()).isEqualTo(FRAMES);
      assertThat(capture.octetsRead()).isEqualTo(packed.length);
      assertThat(capture.size()).isEmpty();
    }
  }
}
