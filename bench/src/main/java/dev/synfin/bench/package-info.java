/** Makes capture files to measure with, and measures synfin beside other tools. */
@NullMarked
package dev.synfin.bench;

import org.jspecify.annotations.NullMarked;
