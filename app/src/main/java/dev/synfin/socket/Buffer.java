package dev.synfin.socket;

import com.sun.jna.Memory;

/** Memory for payloads; what has no octets gets one, as memory must have some. */
final class Buffer {
  private Buffer() {}

  static Memory of(int size) {
    if (size < 0) {
      throw new IllegalArgumentException("a negative size: " + size);
    }
    return new Memory(Math.max(1, size));
  }

  static Memory holding(byte[] bytes) {
    var memory = of(bytes.length);
    memory.write(0, bytes, 0, bytes.length);
    return memory;
  }
}
