/**
 * Where a scenario runs. A {@code Conductor} leads agents (taps, programs, setups) through one run:
 * on loopback they live in this process, in the lab's containers they answer on Unix sockets in a
 * shared folder.
 */
@NullMarked
package dev.synfin.stage;

import org.jspecify.annotations.NullMarked;
