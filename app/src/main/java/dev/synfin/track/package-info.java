/**
 * The life of each connection, inferred from its segments: {@code ConnectionTracker} is the one
 * door. A connection is two peers, each with a state of its own (RFC 9293, 3.3.2); flags are
 * Wireshark's, verdicts Zeek's. No I/O, no clock.
 */
@NullMarked
package dev.synfin.track;

import org.jspecify.annotations.NullMarked;
