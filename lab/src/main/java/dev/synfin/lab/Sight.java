package dev.synfin.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a capture's filter surely lets through. It is read, not guessed: what is unclear is not. */
final class Sight {
  private static final Pattern PORT =
      Pattern.compile("(?:tcp )?(?:dst )?port (\\d+)|(?:tcp )?(?:dst )?portrange (\\d+)-(\\d+)");

  /** What a tap adds of itself where it captures on all of several interfaces but the loopback. */
  private static final String OUTSIDE = "not net 127.0.0.0/8 and not host ::1";

  private Sight() {}

  /** Whether each SYN to this port passes the filter, in tcpdump's language. */
  static boolean of(int port, String filter) {
    String own = filter.strip().replaceAll("\\s+", " ");
    if (own.equals(OUTSIDE)) {
      return true;
    }
    String inside = own.endsWith(") and " + OUTSIDE) ? own.replace(" and " + OUTSIDE, "") : own;
    return alternatives(inside).stream().anyMatch(one -> lets(port, one));
  }

  private static boolean lets(int port, String one) {
    if (one.equals("tcp")) {
      return true;
    }
    Matcher m = PORT.matcher(one);
    if (!m.matches()) {
      String inside =
          one.startsWith("(") && one.endsWith(")") ? one.substring(1, one.length() - 1) : "";
      return !inside.isEmpty() && isBalanced(inside) && of(port, inside);
    }
    return m.group(1) != null
        ? Integer.parseInt(m.group(1)) == port
        : Integer.parseInt(m.group(2)) <= port && port <= Integer.parseInt(m.group(3));
  }

  private static boolean isBalanced(String text) {
    int depth = 0;
    for (int i = 0; i < text.length() && depth >= 0; i++) {
      depth += depth(text.charAt(i));
    }
    return depth == 0;
  }

  /** What stands between the outermost {@code or}s. */
  private static List<String> alternatives(String filter) {
    var alternatives = new ArrayList<String>();
    int depth = 0;
    int from = 0;
    for (int i = 0; i < filter.length(); i++) {
      depth += depth(filter.charAt(i));
      if (depth == 0 && filter.startsWith(" or ", i)) {
        alternatives.add(filter.substring(from, i).strip());
        from = i + 4;
      }
    }
    alternatives.add(filter.substring(from).strip());
    return alternatives;
  }

  private static int depth(char c) {
    return c == '(' ? 1 : c == ')' ? -1 : 0;
  }
}
