/** The kernel's own view: its socket tables, read from {@code /proc}. Knows Linux, nothing else. */
@NullMarked
package dev.synfin.kernel;

import org.jspecify.annotations.NullMarked;
