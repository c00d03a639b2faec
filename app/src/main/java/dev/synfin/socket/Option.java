package dev.synfin.socket;

/** Socket options with an integer as value: their names and numbers in Linux's headers. */
public enum Option {
  REUSE_ADDRESS("SO_REUSEADDR", Option.SOL_SOCKET, 2),
  ERROR("SO_ERROR", Option.SOL_SOCKET, 4),
  BROADCAST("SO_BROADCAST", Option.SOL_SOCKET, 6),
  SEND_BUFFER("SO_SNDBUF", Option.SOL_SOCKET, 7),
  RECEIVE_BUFFER("SO_RCVBUF", Option.SOL_SOCKET, 8),
  KEEP_ALIVE("SO_KEEPALIVE", Option.SOL_SOCKET, 9),
  /** The value is in seconds; -1 stands for off. */
  LINGER("SO_LINGER", Option.SOL_SOCKET, 13),
  REUSE_PORT("SO_REUSEPORT", Option.SOL_SOCKET, 15),
  TIME_TO_LIVE("IP_TTL", Option.IPPROTO_IP, 2),
  V6_ONLY("IPV6_V6ONLY", Option.IPPROTO_IPV6, 26),
  NO_DELAY("TCP_NODELAY", Option.IPPROTO_TCP, 1),
  MAX_SEGMENT("TCP_MAXSEG", Option.IPPROTO_TCP, 2),
  CORK("TCP_CORK", Option.IPPROTO_TCP, 3),
  KEEP_IDLE("TCP_KEEPIDLE", Option.IPPROTO_TCP, 4),
  KEEP_INTERVAL("TCP_KEEPINTVL", Option.IPPROTO_TCP, 5),
  KEEP_COUNT("TCP_KEEPCNT", Option.IPPROTO_TCP, 6),
  SYN_COUNT("TCP_SYNCNT", Option.IPPROTO_TCP, 7),
  LINGER_2("TCP_LINGER2", Option.IPPROTO_TCP, 8),
  DEFER_ACCEPT("TCP_DEFER_ACCEPT", Option.IPPROTO_TCP, 9),
  WINDOW_CLAMP("TCP_WINDOW_CLAMP", Option.IPPROTO_TCP, 10),
  QUICK_ACK("TCP_QUICKACK", Option.IPPROTO_TCP, 12),
  USER_TIMEOUT("TCP_USER_TIMEOUT", Option.IPPROTO_TCP, 18),
  FAST_OPEN("TCP_FASTOPEN", Option.IPPROTO_TCP, 23);

  private static final int SOL_SOCKET = 1;
  private static final int IPPROTO_IP = 0;
  private static final int IPPROTO_TCP = 6;
  private static final int IPPROTO_IPV6 = 41;

  private final String cName;
  final int level;
  final int number;

  Option(String cName, int level, int number) {
    this.cName = cName;
    this.level = level;
    this.number = number;
  }

  /** The name in C, such as {@code TCP_NODELAY}. */
  public String cName() {
    return cName;
  }
}
