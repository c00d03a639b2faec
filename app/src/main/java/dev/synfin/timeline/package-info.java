/**
 * The document that says what happened: its model, writers, reader and schema. {@code Timelines}
 * writes and reads it, {@code TimelineBuilder} and {@code JsonLinesWriter} make it from what the
 * tracker tells, {@code TimelineMerger} makes one of several captures of the same run.
 */
@NullMarked
package dev.synfin.timeline;

import org.jspecify.annotations.NullMarked;
