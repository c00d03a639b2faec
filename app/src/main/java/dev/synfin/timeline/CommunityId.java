package dev.synfin.timeline;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Community ID v1, by which tools name the same conversation alike: a hash over both ends, the
 * lower one first. Not for use by two threads at once.
 *
 * @see <a href="https://github.com/corelight/community-id-spec">the specification</a>
 */
final class CommunityId {
  private static final int SEED = 0;

  /** Used again: to look one up costs more than to use it. */
  private @Nullable MessageDigest sha1;

  /**
   * @param protocol IP's number: 6 for TCP, 17 for UDP
   * @param one the one end's address, 4 or 16 octets in network byte order
   */
  String of(int protocol, byte[] one, int onePort, byte[] other, int otherPort) {
    var order = Arrays.compareUnsigned(one, other);
    var inOrder = order < 0 || (order == 0 && onePort < otherPort);
    return inOrder
        ? ordered(protocol, one, onePort, other, otherPort)
        : ordered(protocol, other, otherPort, one, onePort);
  }

  private String ordered(int protocol, byte[] low, int lowPort, byte[] high, int highPort) {
    var hashed =
        ByteBuffer.allocate(2 + low.length + high.length + 2 + 4)
            .putShort((short) SEED)
            .put(low)
            .put(high)
            .put((byte) protocol)
            .put((byte) 0)
            .putShort((short) lowPort)
            .putShort((short) highPort);
    return "1:" + Base64.getEncoder().encodeToString(sha1().digest(hashed.array()));
  }

  /** Looked up when it is first needed: whoever makes this need not wait for it. */
  private MessageDigest sha1() {
    if (sha1 != null) {
      return sha1;
    }
    try {
      sha1 = MessageDigest.getInstance("SHA-1");
      return sha1;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-1.", e);
    }
  }
}
