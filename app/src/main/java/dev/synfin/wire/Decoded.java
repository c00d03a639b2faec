package dev.synfin.wire;

/** What a frame turned out to be. The decoder fills the same objects again for its next frame. */
public sealed interface Decoded permits IpPacket, Refusal {}
