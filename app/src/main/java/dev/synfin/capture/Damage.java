package dev.synfin.capture;

/**
 * Where a capture file stopped making sense; what came before it was delivered.
 *
 * @param offset octets from the file's start (of the uncompressed content)
 * @param what a clause such as {@code the last record ends too soon}
 */
public record Damage(long offset, String what) {

  /** One sentence for a person. */
  public String sentence(String file) {
    return file
        + " is damaged at offset "
        + offset
        + ": "
        + what
        + "; everything before it was read.";
  }
}
