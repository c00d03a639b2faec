package dev.synfin.timeline;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadExcerptTest {
  @Test
  void keeps_text_with_tabs_and_line_ends() {
    assertThat(excerpt(64, "GET /\t1\r\n".getBytes(UTF_8)))
        .isEqualTo(new Payload("GET /\t1\r\n", null, null));
  }

  @Test
  void cuts_text_at_the_last_whole_character() {
    assertThat(excerpt(4, "aé€".getBytes(UTF_8))).isEqualTo(new Payload("aé", null, true));
    assertThat(excerpt(5, "aé€".getBytes(UTF_8))).isEqualTo(new Payload("aé", null, true));
    assertThat(excerpt(6, "aé€".getBytes(UTF_8))).isEqualTo(new Payload("aé€", null, null));
    assertThat(excerpt(3, "💡".getBytes(UTF_8))).isEqualTo(new Payload("", null, true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00",
        "1b5b306d",
        "7f",
        "c285",
        "80",
        "c0af",
        "e08080",
        "eda080",
        "f4908080",
        "c3",
        "41e282",
        "fffe"
      })
  void shows_what_is_no_plain_utf_8_in_hexadecimal(String hex) {
    assertThat(excerpt(64, HexFormat.of().parseHex(hex))).isEqualTo(new Payload(null, hex, null));
  }

  @Test
  void says_that_a_payload_goes_on_where_the_capture_cut_it() {
    var excerpt = new PayloadExcerpt(64);
    assertThat(excerpt.read("hello".getBytes(UTF_8), 0, 5, 1000)).isTrue();
    assertThat(excerpt.toPayload()).isEqualTo(new Payload("hello", null, true));
  }

  @Test
  void keeps_nothing_where_nothing_is_wanted_or_there() {
    assertThat(excerpt(0, "hello".getBytes(UTF_8))).isNull();
    assertThat(excerpt(64, new byte[0])).isNull();
  }

  @Test
  void agrees_with_the_runtime_on_what_utf_8_is() {
    for (var first = 0x20; first < 0x100; first++) {
      for (var second = 0x80; second < 0x100; second++) {
        var octets = new String(new char[] {(char) first, (char) second}).getBytes(ISO_8859_1);
        var text = new String(octets, UTF_8);
        var plain = !text.contains("\uFFFD") && text.chars().noneMatch(Character::isISOControl);
        assertThat(excerpt(64, octets))
            .isEqualTo(
                plain
                    ? new Payload(text, null, null)
                    : new Payload(null, HexFormat.of().formatHex(octets), null));
      }
    }
  }

  private static @Nullable Payload excerpt(int limit, byte[] octets) {
    var excerpt = new PayloadExcerpt(limit);
    return excerpt.read(octets, 0, octets.length, octets.length) ? excerpt.toPayload() : null;
  }
}
