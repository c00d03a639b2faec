package dev.synfin.scenario;

import java.util.Collection;
import java.util.Comparator;

/** Finds the known name that someone probably meant. */
public final class Nearest {
  private Nearest() {}

  /** {@code "; did you mean accept?"}, or, where nothing is near, the end of the sentence. */
  public static String hint(String word, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(name -> distance(word, name)))
        .filter(name -> distance(word, name) <= Math.max(1, word.length() / 3))
        .map(name -> "; did you mean " + name + "?")
        .orElse(".");
  }

  /** How many letters must be added, taken away or changed to come from one to the other. */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }
}
