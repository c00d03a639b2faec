package dev.synfin.kernel;

/** A TCP socket's state as the kernel numbers it (include/net/tcp_states.h). */
public enum SocketState {
  ESTABLISHED(1),
  SYN_SENT(2),
  SYN_RECV(3),
  FIN_WAIT1(4),
  FIN_WAIT2(5),
  TIME_WAIT(6),
  CLOSE(7),
  CLOSE_WAIT(8),
  LAST_ACK(9),
  LISTEN(10),
  CLOSING(11),
  NEW_SYN_RECV(12),
  BOUND_INACTIVE(13);

  private final int number;

  SocketState(int number) {
    this.number = number;
  }

  /** The name that texts show: both of the kernel's states of a half-open connection are one. */
  String shown() {
    return this == NEW_SYN_RECV ? SYN_RECV.name() : name();
  }

  static SocketState of(int number) {
    for (SocketState state : values()) {
      if (state.number == number) {
        return state;
      }
    }
    throw new IllegalArgumentException("the kernel knows no TCP state " + number);
  }
}
