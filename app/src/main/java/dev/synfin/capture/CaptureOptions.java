package dev.synfin.capture;

import org.jspecify.annotations.Nullable;

/**
 * What to capture live.
 *
 * @param iface an interface's name, or {@code any}
 * @param filter BPF text as tcpdump takes it, or null for everything
 * @param snaplen how much of each frame to keep at most, in octets
 * @param bufferBytes the kernel's buffer
 */
public record CaptureOptions(String iface, @Nullable String filter, int snaplen, int bufferBytes) {
  private static final int WHOLE_FRAMES = 262_144;
  private static final int BUFFER = 32 << 20;

  /** Whole frames, 32 MiB of buffer. */
  public static CaptureOptions of(String iface, @Nullable String filter) {
    return new CaptureOptions(iface, filter, WHOLE_FRAMES, BUFFER);
  }

  /** The same with another buffer, in octets. */
  public CaptureOptions withBuffer(int octets) {
    return new CaptureOptions(iface, filter, snaplen, octets);
  }
}
