package dev.synfin.expect;

import dev.synfin.timeline.SegmentOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * TCP options that a segment must have: {@code mss 1460,sackOK,wscale 7,TS,…}. Others may be there
 * too; {@code nop} and {@code eol} are filling.
 */
record ExpectedOptions(List<String> wanted) {

  static ExpectedOptions parse(String text) {
    var wanted = new ArrayList<String>();
    for (String part : text.split(",", -1)) {
      String option = part.strip();
      if (!option.isEmpty() && !List.of("...", "…", "nop", "eol").contains(option)) {
        check(option);
        wanted.add(option);
      }
    }
    return new ExpectedOptions(List.copyOf(wanted));
  }

  private static void check(String option) {
    if (!option.matches("mss( \\d+)?|sackOK|wscale( \\d+)?|TS( .*)?|FO( \\d+)?|sack( .*)?")) {
      throw new IllegalArgumentException(
          "«" + option + "» is no TCP option: mss N, sackOK, wscale N, TS, FO, sack are known.");
    }
  }

  boolean fits(SegmentOptions options) {
    return wanted.stream().allMatch(option -> has(options, option));
  }

  private static boolean has(SegmentOptions options, String option) {
    String[] words = option.split(" ", 2);
    Object value =
        switch (words[0].toLowerCase(Locale.ROOT)) {
          case "mss" -> options.mss();
          case "wscale" -> options.windowScale();
          case "sackok" -> options.sackPermitted();
          case "ts" -> options.tsVal();
          case "fo" -> options.fastOpen();
          default -> options.sack().isEmpty() ? null : options.sack();
        };
    boolean valued = words.length == 2 && words[1].matches("\\d+");
    return value != null && (!valued || value.toString().equals(words[1]));
  }
}
