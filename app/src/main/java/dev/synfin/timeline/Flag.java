package dev.synfin.timeline;

/** A segment's control bits, in the order in which documents list them. */
public enum Flag {
  SYN,
  ACK,
  PSH,
  FIN,
  RST,
  URG,
  ECE,
  CWR
}
