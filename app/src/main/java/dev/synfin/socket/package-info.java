/** Sockets as the kernel gives them: the C library's calls, their errors, and a log of each. */
@NullMarked
package dev.synfin.socket;

import org.jspecify.annotations.NullMarked;
