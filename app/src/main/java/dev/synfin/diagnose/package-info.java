/** Findings: what is unusual in a timeline, why, and what to look at next. */
@NullMarked
package dev.synfin.diagnose;

import org.jspecify.annotations.NullMarked;
