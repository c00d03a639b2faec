/**
 * An experiment as a file: what both ends ask of their sockets, what the network does to their
 * packets, and what the timeline must then show. Start with {@code Scenarios}.
 */
@NullMarked
package dev.synfin.scenario;

import org.jspecify.annotations.NullMarked;
