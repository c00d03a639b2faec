/** Octets with a time: frames from an interface or a capture file, and capture files written. */
@NullMarked
package dev.synfin.capture;

import org.jspecify.annotations.NullMarked;
