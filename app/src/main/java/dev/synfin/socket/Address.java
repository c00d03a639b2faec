package dev.synfin.socket;

/** Where a socket is: its text is the one that people write. */
public sealed interface Address permits InternetAddress, UnixAddress {}
