package dev.synfin.track;

/**
 * What one line tells of a connection besides its ends and times: an immutable value, several times
 * smaller than a {@link ConnectionSummary}.
 *
 * @param connState Zeek's {@code conn_state}
 * @param history Zeek's {@code history}
 * @param rttNs the handshake's round trip as in {@link Handshake#rttNs()}; negative if not known
 */
public record ConnectionBrief(
    String connState, String history, Traffic clientTraffic, Traffic serverTraffic, long rttNs) {}
