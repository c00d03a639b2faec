package dev.synfin.socket;

import org.jspecify.annotations.Nullable;

/**
 * What {@code recvfrom} gave.
 *
 * @param bytes of one datagram, or of a stream
 * @param from the sender; null where the kernel names none, as for a stream
 */
@SuppressWarnings("ArrayRecordComponent") // handed over as it came, compared by nobody
public record Received(byte[] bytes, @Nullable Address from) {}
