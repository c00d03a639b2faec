package dev.synfin.track;

/** What one side sent; bytes are payload as counted on the wire. */
public record Traffic(long frames, long payloadBytes, long retransmittedFrames, long zeroWindows) {}
