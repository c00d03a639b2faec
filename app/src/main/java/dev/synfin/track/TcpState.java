package dev.synfin.track;

/** The states of RFC 9293, 3.3.2, under the names they have there. */
public enum TcpState {
  CLOSED("CLOSED"),
  LISTEN("LISTEN"),
  SYN_SENT("SYN-SENT"),
  SYN_RECEIVED("SYN-RECEIVED"),
  ESTABLISHED("ESTABLISHED"),
  FIN_WAIT_1("FIN-WAIT-1"),
  FIN_WAIT_2("FIN-WAIT-2"),
  CLOSE_WAIT("CLOSE-WAIT"),
  CLOSING("CLOSING"),
  LAST_ACK("LAST-ACK"),
  TIME_WAIT("TIME-WAIT");

  private final String rfcName;

  TcpState(String rfcName) {
    this.rfcName = rfcName;
  }

  /** The name as RFC 9293 prints it, such as {@code FIN-WAIT-1}. */
  public String rfcName() {
    return rfcName;
  }
}
