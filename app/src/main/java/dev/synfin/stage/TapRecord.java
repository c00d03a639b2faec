package dev.synfin.stage;

import dev.synfin.timeline.KernelSample;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a tap tells whoever listens at the other end of its stream. */
public sealed interface TapRecord {

  /**
   * The capture has been proved to run.
   *
   * @param iface the interface that it captures
   * @param filter BPF text, or null
   * @param linkType LINKTYPE_ number
   * @param snaplen octets kept of each frame at most
   * @param nanoseconds whether time stamps have them
   */
  record Begun(
      String iface,
      @Nullable String filter,
      int linkType,
      int snaplen,
      boolean nanoseconds,
      Instant at)
      implements TapRecord {}

  /**
   * A frame as it lay on the link, delivered after those that were captured before it.
   *
   * @param length octets that it had on the link
   */
  @SuppressWarnings("ArrayRecordComponent") // made for one look and let go
  record Captured(long epochNanos, int length, byte[] octets) implements TapRecord {}

  /**
   * The answer to a request: everything that was sent before it has been delivered.
   *
   * @param request its number
   * @param reason why that is not proven, or null
   */
  record Proof(
      long request,
      boolean complete,
      @Nullable String reason,
      long droppedByKernel,
      long droppedByInterface,
      Instant at)
      implements TapRecord {}

  /** What the kernel of the tap's network namespace says. */
  record Kernel(KernelSample sample) implements TapRecord {}

  /** The tap could not go on; a sentence for the user. */
  record Failed(String sentence) implements TapRecord {}
}
