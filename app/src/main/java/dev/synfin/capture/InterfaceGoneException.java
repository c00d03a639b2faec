package dev.synfin.capture;

import java.io.IOException;

/** The captured interface went away, as when its container stopped. */
final class InterfaceGoneException extends IOException {
  private static final long serialVersionUID = 1;

  InterfaceGoneException(String iface, String said) {
    super("The interface " + iface + " went away while it was captured (" + said + ").");
  }
}
