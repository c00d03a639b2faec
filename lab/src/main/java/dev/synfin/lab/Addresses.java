package dev.synfin.lab;

import dev.synfin.address.IpAddresses;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Addresses as timelines write them. */
final class Addresses {
  private Addresses() {}

  /** An address in text, IPv6 as RFC 5952 prints it. */
  static String canonical(String address) {
    try {
      return address.indexOf(':') < 0
          ? address
          : IpAddresses.text((Inet6Address) InetAddress.getByName(address));
    } catch (UnknownHostException | ClassCastException e) {
      return address; // no literal: then it is no key to anything
    }
  }
}
