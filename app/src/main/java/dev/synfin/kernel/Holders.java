package dev.synfin.kernel;

import dev.synfin.kernel.OpenSocket.Holder;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Which process has which socket open, found through the links in {@code /proc/PID/fd} (such as
 * {@code socket:[4711]}). Processes come and go meanwhile: what has ended is left out.
 *
 * @param byInode the process with the lowest number where several share a socket
 * @param allSeen false where the descriptors of some process may not be read by this user
 */
record Holders(Map<Long, Holder> byInode, boolean allSeen) {
  private static final String SOCKET = "socket:[";

  static final Holders NONE = new Holders(Map.of(), true);

  /** Looks through all processes under {@code /proc}. */
  static Holders in(Path proc) {
    var found = new HashMap<Long, Holder>();
    boolean allSeen = true;
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path process : processes) {
        allSeen &= addAll(process, found);
      }
    } catch (IOException | DirectoryIteratorException e) {
      allSeen = false;
    }
    return new Holders(found, allSeen);
  }

  /** Looks through one process alone. */
  static Holders of(Path proc, long pid) {
    var found = new HashMap<Long, Holder>();
    boolean seen = addAll(proc.resolve(Long.toString(pid)), found);
    return new Holders(found, seen);
  }

  /** Whether the process let itself be seen (or had ended). */
  private static boolean addAll(Path process, Map<Long, Holder> found) {
    long pid = Long.parseLong(process.getFileName().toString());
    Holder holder = null;
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path descriptor : descriptors) {
        long inode = inode(descriptor);
        if (inode >= 0) {
          holder = holder == null ? new Holder(pid, program(process)) : holder;
          found.merge(inode, holder, (a, b) -> a.pid() <= b.pid() ? a : b);
        }
      }
    } catch (AccessDeniedException e) {
      return false;
    } catch (IOException | DirectoryIteratorException e) {
      return true; // it has ended
    }
    return true;
  }

  private static long inode(Path descriptor) throws AccessDeniedException {
    try {
      String target = Files.readSymbolicLink(descriptor).toString();
      return target.startsWith(SOCKET)
          ? Long.parseLong(target, SOCKET.length(), target.length() - 1, 10)
          : -1;
    } catch (AccessDeniedException e) {
      throw e; // root without its rights may list them, and no more
    } catch (IOException e) {
      return -1; // it was closed meanwhile
    }
  }

  private static String program(Path process) {
    try {
      return Files.readString(process.resolve("comm"), java.nio.charset.StandardCharsets.ISO_8859_1)
          .strip();
    } catch (IOException e) {
      return "?";
    }
  }
}
