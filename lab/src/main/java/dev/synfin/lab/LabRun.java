package dev.synfin.lab;

import dev.synfin.timeline.Timeline;
import java.nio.file.Path;

/**
 * What one run of a scenario left.
 *
 * @param passed whether it met every expectation
 * @param timeline what happened, merged from the taps at both ends
 * @param output what the run printed: the ladder and the verdict
 * @param folder where the captures, the timeline and the ladder lie
 */
public record LabRun(boolean passed, Timeline timeline, String output, Path folder) {}
