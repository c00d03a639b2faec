package dev.synfin.stage;

import dev.synfin.scenario.Nearest;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes two ends on one network talk through a third host: each end has a route of its own to the
 * other, and the one between forwards without telling the ends of the shorter way.
 */
final class Routing {
  private static final Path SYSCTL = Path.of("/proc/sys");
  private static final String READ_ONLY = "Read-only file system";
  private static final String NEEDS =
      "this needs NET_ADMIN in the host's network namespace and a writable /proc/sys.";

  private final List<String> interfaces;

  Routing(List<String> interfaces) {
    this.interfaces = interfaces;
  }

  /** Lets this host forward between the ends. */
  void forward() throws IOException {
    forwardBetween(interfaces);
  }

  /** The same where the ends are not on one network. */
  static void forwardBetween(List<String> interfaces) throws IOException {
    write("net.ipv4.ip_forward", "1");
    var scopes = new ArrayList<>(List.of("all", "default"));
    scopes.addAll(interfaces);
    for (String scope : scopes) {
      write("net.ipv4.conf." + scope + ".send_redirects", "0");
    }
    if (Files.exists(file("net.ipv6.conf.all.forwarding"))) {
      write("net.ipv6.conf.all.forwarding", "1");
    }
  }

  /** Sends what is for {@code peer} by way of {@code network}, in each family that both have. */
  void reach(String peer, String network) throws IOException {
    for (InetAddress to : addresses(peer)) {
      boolean six = to instanceof Inet6Address;
      for (InetAddress via : addresses(network)) {
        if (via instanceof Inet6Address == six) {
          HostCommand.run(
              "ip",
              six ? "-6" : "-4",
              "route",
              "replace",
              to.getHostAddress() + (six ? "/128" : "/32"),
              "via",
              via.getHostAddress(),
              "dev",
              interfaces.getFirst());
        }
      }
    }
  }

  /**
   * Lets the kernel send one segment as one frame, or leaves it to offload them together: with
   * offload, 256 KiB are nine frames and "the second data segment" means nothing.
   */
  void offload(boolean on) throws IOException {
    for (String iface : interfaces) {
      HostCommand.run("ip", "link", "set", iface, "gso_max_segs", on ? "65535" : "1");
    }
  }

  /** The kernel's value of a setting, such as {@code net.ipv4.tcp_syncookies}. */
  static String read(String sysctl) throws IOException {
    try {
      return Files.readString(file(sysctl)).strip();
    } catch (NoSuchFileException e) {
      throw unknown(sysctl, e);
    } catch (IOException e) {
      if (Files.isDirectory(file(sysctl))) {
        throw unknown(sysctl, e);
      }
      throw e;
    }
  }

  private static IOException unknown(String sysctl, IOException cause) {
    int dot = sysctl.lastIndexOf('.');
    String hint = Nearest.hint(sysctl.substring(dot + 1), settingsIn(sysctl.substring(0, dot)));
    return new IOException(
        "this kernel has no setting " + sysctl + hint + " sysctl -a lists what it has.", cause);
  }

  private static List<String> settingsIn(String folder) {
    try (Stream<Path> files = Files.list(file(folder))) {
      return files.filter(Files::isRegularFile).map(f -> f.getFileName().toString()).toList();
    } catch (IOException e) {
      return List.of(); // there is no such folder either
    }
  }

  static void write(String sysctl, String value) throws IOException {
    if (read(sysctl).equals(value)) {
      return;
    }
    try {
      Files.writeString(file(sysctl), value);
    } catch (AccessDeniedException e) {
      throw unset(sysctl, value, NEEDS, e);
    } catch (IOException e) {
      String said = String.valueOf(e.getMessage());
      boolean writable = !said.contains(READ_ONLY);
      throw unset(sysctl, value, writable ? "the kernel says «" + said + "»." : NEEDS, e);
    }
  }

  private static IOException unset(String sysctl, String value, String why, IOException cause) {
    String what = "the kernel setting " + sysctl + " cannot be set to " + value + ": ";
    return new IOException(what + why, cause);
  }

  private static Path file(String sysctl) {
    return SYSCTL.resolve(sysctl.replace('.', '/'));
  }

  private static Set<InetAddress> addresses(String host) throws IOException {
    try {
      return Set.of(InetAddress.getAllByName(host));
    } catch (UnknownHostException e) {
      throw new IOException(
          "The lab's host " + host + " has no address: is it on the lab's network?", e);
    }
  }
}
