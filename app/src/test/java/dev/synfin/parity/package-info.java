/** Compares synfin's reading of capture files with tshark's, frame by frame. */
@NullMarked
package dev.synfin.parity;

import org.jspecify.annotations.NullMarked;
