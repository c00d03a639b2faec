/** Arguments in, calls, exit code out: the only package that knows picocli. */
@NullMarked
package dev.synfin.cli;

import org.jspecify.annotations.NullMarked;
