package dev.synfin.track;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Zeek's history: capital letters for the originator, small ones for the responder. */
final class ZeekHistory {
  /** Letters beyond these are not written: a capture can be made of SYNs with ever new numbers. */
  private static final int LONGEST = 256;

  private byte[] letters = new byte[8];
  private int length;

  void add(char letter, boolean ofOriginator) {
    append((byte) (ofOriginator ? letter : Character.toLowerCase(letter)));
  }

  /** The roles were told apart otherwise than by who sent first. */
  void addFlip() {
    append((byte) '^');
  }

  private void append(byte letter) {
    if (length == LONGEST) {
      return;
    }
    if (length == letters.length) {
      letters = Arrays.copyOf(letters, length * 2);
    }
    letters[length++] = letter;
  }

  /**
   * Whether the originator's reset came after its SYN and before any acknowledgement, data or other
   * control segment of its own: an optional {@code ^}, {@code S}, then none of {@code H A F G I Q}
   * before {@code R}.
   */
  boolean isSynThenReset() {
    int i = length > 0 && letters[0] == '^' ? 1 : 0;
    if (i >= length || letters[i] != 'S') {
      return false;
    }
    for (i++; i < length && letters[i] != 'R'; i++) {
      if ("HAFGIQ".indexOf(letters[i]) >= 0) {
        return false;
      }
    }
    return i < length;
  }

  @Override
  public String toString() {
    return new String(letters, 0, length, StandardCharsets.US_ASCII);
  }
}
