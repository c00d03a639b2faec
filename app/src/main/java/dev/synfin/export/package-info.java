/**
 * Timelines in the formats of other people's viewers: qlog, trace events, Zeek's {@code conn.log},
 * and captures with comments.
 */
@NullMarked
package dev.synfin.export;

import org.jspecify.annotations.NullMarked;
