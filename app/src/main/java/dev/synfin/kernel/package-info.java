/** The kernel's own view: its socket tables and counters, from {@code /proc} and sock_diag. */
@NullMarked
package dev.synfin.kernel;

import org.jspecify.annotations.NullMarked;
