package dev.synfin.lab;

import dev.synfin.timeline.Timeline;

/** Something that is tapped: one place, or several whose views are merged. */
public interface Wire {

  /**
   * Everything so far: waits until what was sent before this call has been captured; the capture
   * goes on.
   *
   * <p>Whether that is proven stands in {@link Timeline#complete()}.
   */
  Timeline timeline();

  /**
   * What happened while the block ran, and nothing from before or after it. A connection that was
   * open already begins in the middle.
   *
   * @throws E what the block throws
   */
  <E extends Exception> Timeline timelineOf(Block<E> block) throws E;

  /** Waits for what is still to come. */
  Live live();

  /**
   * What a test does while it is watched.
   *
   * @param <E> what it may throw
   */
  @FunctionalInterface
  interface Block<E extends Exception> {
    /** Does it. */
    void run() throws E;
  }
}
