package dev.synfin.timeline;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the frames came from.
 *
 * @param id the name by which {@code seen} and {@code lost} speak of it: its vantage where that
 *     tells the captures apart
 * @param name the interface, or the file's name without its folder
 * @param vantage where the tap sat, or null where that is not known
 * @param file the capture file beside the document, without its folder, or null
 * @param sha256 of that file, 64 hexadecimal digits, or null
 * @param filter BPF text
 * @param linkType libpcap's name, such as {@code EN10MB}
 * @param endedAt null while it runs
 * @param evicted what the limit on connections cost; null where nothing was followed
 * @param dropped null for a file
 * @param complete true only for a live capture that is proven whole; null for a file
 * @param reason why it is not complete, or null
 */
public record Capture(
    String id,
    Source source,
    String name,
    @Nullable Vantage vantage,
    @Nullable String file,
    @Nullable String sha256,
    @Nullable String filter,
    @Nullable String linkType,
    @Nullable Integer snaplen,
    @Nullable Precision timestampPrecision,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable Frames frames,
    @Nullable Evicted evicted,
    @Nullable Dropped dropped,
    @Nullable Boolean complete,
    @Nullable String reason) {

  public Capture {
    Objects.requireNonNull(id, "capture.id");
    Objects.requireNonNull(source, "capture.source");
    Objects.requireNonNull(name, "capture.name");
  }

  /** Where frames come from. */
  public enum Source {
    LIVE,
    FILE
  }

  /** Where a tap sits. */
  public enum Vantage {
    CLIENT,
    SERVER,
    NETWORK,
    LOOPBACK
  }

  /** The unit of the capture's time stamps. */
  public enum Precision {
    MICRO,
    NANO
  }

  /**
   * How many frames of each sort.
   *
   * @param truncated those cut before the end of their TCP or UDP header
   */
  public record Frames(
      long captured, long tcp, long udp, long other, long malformed, long truncated) {}

  /**
   * Connections that were given up because there were too many at once, or idle for too long.
   *
   * @param connections how many
   * @param resumed how many of these, or of those that were closed long before, went on, and stand
   *     in the document twice; as far as known
   */
  public record Evicted(long connections, long resumed) {}

  /** What was lost before the tap: by the kernel's buffer, and by the interface. */
  public record Dropped(
      @Nullable Long kernel, @JsonProperty("interface") @Nullable Long byInterface) {}
}
