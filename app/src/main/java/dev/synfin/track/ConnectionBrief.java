package dev.synfin.track;

/**
 * A connection in short, as one line tells of it: an immutable value, several times smaller than a
 * {@link ConnectionSummary}.
 *
 * @param startedAtNanos time of the first frame, nanoseconds since 1970-01-01T00:00:00Z
 * @param durationNs first to last frame
 * @param connState Zeek's {@code conn_state}
 * @param history Zeek's {@code history}
 * @param rttNs the handshake's round trip as in {@link Handshake#rttNs()}; negative if not known
 */
public record ConnectionBrief(
    Protocol protocol,
    int ipVersion,
    long clientHigh,
    long clientLow,
    int clientPort,
    long serverHigh,
    long serverLow,
    int serverPort,
    long startedAtNanos,
    long durationNs,
    String connState,
    String history,
    Traffic clientTraffic,
    Traffic serverTraffic,
    long rttNs) {}
