/**
 * Decoding, without state: a frame becomes a {@code TcpSegment}, a {@code Datagram}, an {@code
 * IcmpError} or a reasoned {@code Refusal}.
 */
@NullMarked
package dev.synfin.wire;

import org.jspecify.annotations.NullMarked;
