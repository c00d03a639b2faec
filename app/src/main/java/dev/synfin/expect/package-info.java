/** What a wire is expected to show, held against timelines. Start with {@code ExpectedTrace}. */
@NullMarked
package dev.synfin.expect;

import org.jspecify.annotations.NullMarked;
