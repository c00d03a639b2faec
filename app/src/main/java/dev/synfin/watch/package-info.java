/**
 * The lab's live page: timelines, scenarios to start, and connections as they happen, over HTTP.
 */
@NullMarked
package dev.synfin.watch;

import org.jspecify.annotations.NullMarked;
