package dev.synfin.watch;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/** What lets a browser in: 256 random bits, which stand in the printed address alone. */
final class Token {
  private static final int OCTETS = 32;

  private final String text;

  private Token(String text) {
    this.text = text;
  }

  static Token random() {
    var octets = new byte[OCTETS];
    new SecureRandom().nextBytes(octets);
    return new Token(Base64.getUrlEncoder().withoutPadding().encodeToString(octets));
  }

  /** In a time that does not tell how much of it is right. */
  boolean is(String given) {
    return MessageDigest.isEqual(octets(given), octets(text));
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** As it stands in the address and in the cookie. */
  String text() {
    return text;
  }
}
