/** Timelines as a page for the browser: one file that needs nothing else. */
@NullMarked
package dev.synfin.report;

import org.jspecify.annotations.NullMarked;
