package dev.synfin.track;

/** Counts what one side sent. */
final class Counters {
  long frames;
  private long payloadBytes;
  private int retransmittedFrames;
  private int zeroWindows;

  void count(int payloadLength) {
    frames++;
    payloadBytes += payloadLength;
  }

  void countRetransmission() {
    retransmittedFrames++;
  }

  void countZeroWindow() {
    zeroWindows++;
  }

  Traffic traffic() {
    return new Traffic(frames, payloadBytes, retransmittedFrames, zeroWindows);
  }
}
