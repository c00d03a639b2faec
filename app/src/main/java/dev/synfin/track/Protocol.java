package dev.synfin.track;

/** What a connection is made of. */
public enum Protocol {
  TCP,
  UDP,
  UNIX
}
