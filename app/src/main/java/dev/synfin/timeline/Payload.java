package dev.synfin.timeline;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The first octets of a payload: as text, or in hexadecimal where they are no plain text.
 *
 * @param text valid UTF-8 without control characters other than tab, CR and LF
 * @param hex two digits an octet, null where there is text
 * @param truncated true where the payload goes on, else null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Payload(@Nullable String text, @Nullable String hex, @Nullable Boolean truncated) {
  public Payload {
    if ((text == null) == (hex == null)) {
      throw new IllegalArgumentException("A payload is either text or hex.");
    }
  }
}
