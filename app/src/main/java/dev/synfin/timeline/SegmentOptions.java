package dev.synfin.timeline;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A segment's TCP options; null or empty where absent, and then left out of the document.
 *
 * @param mss octets
 * @param windowScale the shift count as sent
 * @param sackPermitted true where present
 * @param sack blocks in numbers relative to the peer's first
 * @param tsVal the sender's time stamp
 * @param tsEcr the time stamp that it echoes
 * @param fastOpen length of the fast-open cookie, 0 for a request
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SegmentOptions(
    @Nullable Integer mss,
    @Nullable Integer windowScale,
    @Nullable Boolean sackPermitted,
    List<SackBlock> sack,
    @Nullable Long tsVal,
    @Nullable Long tsEcr,
    @Nullable Integer fastOpen) {

  /** No option at all. */
  public static final SegmentOptions NONE =
      new SegmentOptions(null, null, null, List.of(), null, null, null);

  public SegmentOptions {
    sack = Copies.list(sack);
  }

  /** Octets that arrived out of order: from {@code left} up to and without {@code right}. */
  public record SackBlock(long left, long right) {}
}
