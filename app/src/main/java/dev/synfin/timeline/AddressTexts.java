package dev.synfin.timeline;

import dev.synfin.address.IpAddresses;
import org.jspecify.annotations.Nullable;

/**
 * Addresses as text, kept for those that come again soon: a capture has many connections between
 * few hosts.
 */
final class AddressTexts {
  private static final int PLACES = 1 << 10;
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L; // Fibonacci hashing, Knuth, 6.4

  private final @Nullable String[] texts = new @Nullable String[PLACES];
  private final int[] versions = new int[PLACES];
  private final long[] highs = new long[PLACES];
  private final long[] lows = new long[PLACES];

  /**
   * One address.
   *
   * @param version 4 or 6
   */
  String of(int version, long high, long low) {
    var place = (int) (((high + low) * SPREAD) >>> 54);
    var known = texts[place];
    if (known != null && versions[place] == version && highs[place] == high && lows[place] == low) {
      return known;
    }
    var text = IpAddresses.text(version, high, low);
    texts[place] = text;
    versions[place] = version;
    highs[place] = high;
    lows[place] = low;
    return text;
  }
}
