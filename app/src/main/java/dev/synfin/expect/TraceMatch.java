package dev.synfin.expect;

import org.jspecify.annotations.Nullable;

/**
 * Whether a connection is as expected, and if not, how near it came.
 *
 * @param line number from 1 of the first line that nothing fits, of those that are packets or
 *     {@code ...}; 0 where a packet came that no line expects
 * @param expected that line
 * @param frame the frame at which the connection goes another way, or null at its end
 */
public record TraceMatch(
    boolean matches, int line, @Nullable String expected, @Nullable Long frame) {

  static final TraceMatch YES = new TraceMatch(true, 0, null, null);
}
