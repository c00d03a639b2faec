package dev.synfin.capture;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a live capture amounts to once it has stopped.
 *
 * @param complete whether it is proven whole: seen to run before the traffic, everything sent
 *     before the stop delivered, nothing dropped
 * @param reason why it is not, or null
 * @param frames delivered, fences left out
 * @param droppedByKernel frames for which the kernel's buffer had no room
 * @param droppedByInterface frames that the interface or its driver lost
 */
public record CaptureStatus(
    boolean complete,
    @Nullable String reason,
    long frames,
    long droppedByKernel,
    long droppedByInterface,
    Instant startedAt,
    Instant endedAt) {}
