package dev.synfin.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Addresses that share a place do not take each other's text. */
class AddressTextsTest {
  private final AddressTexts texts = new AddressTexts();

  @Test
  void everyAddressOfANetworkHasItsOwnTextAgainAndAgain() {
    for (int round = 0; round < 2; round++) {
      for (int host = 0; host < 0x1_0000; host++) {
        assertThat(texts.of(4, 0, 0x0A00_0000L + host))
            .isEqualTo("10.0." + (host >> 8) + "." + (host & 0xFF));
      }
    }
  }

  @Test
  void theSameNumberIsAnotherAddressInTheOtherVersion() {
    assertThat(texts.of(4, 0, 1)).isEqualTo("0.0.0.1");
    assertThat(texts.of(6, 0, 1)).isEqualTo("::1");
    assertThat(texts.of(6, 1, 0)).isEqualTo("0:0:0:1::");
    assertThat(texts.of(4, 0, 1)).isEqualTo("0.0.0.1");
  }
}
