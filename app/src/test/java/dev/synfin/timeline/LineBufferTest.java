package dev.synfin.timeline;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineBufferTest {
  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        7,
        10,
        -1,
        4_294_967_295L,
        2_147_483_647,
        2_147_483_648L,
        100_000_000,
        300_000_000_007L,
        Long.MAX_VALUE,
        Long.MIN_VALUE
      })
  void writes_numbers_as_Java_does(long number) throws IOException {
    assertThat(written(number)).isEqualTo(Long.toString(number) + "\n");
  }

  @Test
  void writes_the_neighbours_of_every_power_of_ten() throws IOException {
    for (long power = 1; power <= 1_000_000_000_000_000_000L / 10; power *= 10) {
      for (var number : new long[] {power - 1, power, power + 1}) {
        assertThat(written(number)).isEqualTo(number + "\n");
      }
    }
  }

  @Test
  void writes_numbers_of_all_sizes() throws IOException {
    var random = new Random(7);
    for (var bits = 1; bits < 64; bits++) {
      var shift = 64 - bits;
      for (long number : LongStream.range(0, 50).map(i -> random.nextLong() >>> shift).toArray()) {
        assertThat(written(number)).isEqualTo(number + "\n");
      }
    }
  }

  @Test
  void writes_short_constants_of_every_length_one_behind_the_other() throws IOException {
    var out = new ByteArrayOutputStream();
    var line = new LineBuffer(out);
    var expected = new StringBuilder();
    for (var length = 0; length <= Word.MOST; length++) {
      var text = "abcdefghijklmnopqrstuvwxyz".substring(0, length);
      line.word(Word.of(text)).character('|');
      expected.append(text).append('|');
    }
    line.endLine();
    line.flush();

    assertThat(out.toString(US_ASCII)).isEqualTo(expected + "\n");
    assertThatThrownBy(() -> Word.of("x".repeat(Word.MOST + 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String written(long number) throws IOException {
    var out = new ByteArrayOutputStream();
    var line = new LineBuffer(out);
    line.number(number).endLine();
    line.flush();
    return out.toString(US_ASCII);
  }
}
