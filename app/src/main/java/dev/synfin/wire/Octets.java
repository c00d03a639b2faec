package dev.synfin.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers in network byte order, read where they lie. */
final class Octets {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Octets() {}

  /** 0 to 255. */
  static int u8(byte[] octets, int at) {
    return octets[at] & 0xFF;
  }

  /** 0 to 65,535. */
  static int u16(byte[] octets, int at) {
    return (short) SHORT.get(octets, at) & 0xFFFF;
  }

  /** All 32 bits. */
  static int i32(byte[] octets, int at) {
    return (int) INT.get(octets, at);
  }

  /** All 64 bits. */
  static long i64(byte[] octets, int at) {
    return (long) LONG.get(octets, at);
  }

  /** Writes the low 16 bits. */
  static void putI16(byte[] octets, int at, int value) {
    SHORT.set(octets, at, (short) value);
  }

  /** Writes all 64 bits. */
  static void putI64(byte[] octets, int at, long value) {
    LONG.set(octets, at, value);
  }
}
