package dev.synfin.socket;

import com.sun.jna.Memory;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A socket of the kernel's: every method makes the system call of its name, at once, and tells the
 * listener how it went.
 *
 * <p>A socket is blocking at first. A call that waits ends with a {@link SocketException} when the
 * socket's time-out passes, and with a {@link java.io.InterruptedIOException} within 100 ms when
 * its thread is interrupted, which the thread stays: so a run is given up. One thread may send
 * while another receives; close it when no other thread is in a call. It needs 64-bit Linux.
 */
public final class Socket implements AutoCloseable {
  private final Descriptor descriptor;
  private final Kind kind;
  private final CallLog log;
  private @Nullable Duration timeout;

  private Socket(Descriptor descriptor, Kind kind, CallLog log) {
    this.descriptor = descriptor;
    this.kind = kind;
    this.log = log;
    log.fd = descriptor.fd;
  }

  /** Makes a blocking socket. */
  public static Socket open(Family family, Kind kind, CallListener listener)
      throws SocketException {
    var log = new CallLog(listener);
    var entry = log.begin("socket", family.cName(), kind.cName());
    return log.logged(
        entry,
        () -> {
          var descriptor = Descriptor.open(family, kind);
          entry.result(descriptor.fd);
          return new Socket(descriptor, kind, log);
        });
  }

  /** Gives the socket an address of its own. */
  public void bind(Address address) throws SocketException {
    log.logged(
        log.begin("bind", address.toString()),
        () -> {
          attempt("bind", address).checked(descriptor.bind(address));
          log.local = descriptor.localAddress().address();
          return null;
        });
  }

  /** Takes connections from now on: {@code backlog} + 1 may wait to be accepted. */
  public void listen(int backlog) throws SocketException {
    log.logged(
        log.begin("listen", backlog),
        () -> attempt("listen", log.local).checked(descriptor.listen(backlog)));
  }

  /** Takes the next connection; its socket is blocking, whatever this one is. */
  public Socket accept() throws IOException {
    var entry = log.begin("accept");
    return log.logged(
        entry,
        () -> {
          var fd = attempt("accept", log.local).until(Libc.POLLIN, descriptor::accept);
          var accepted = accepted((int) fd);
          entry.between(accepted.log.local, accepted.log.remote);
          entry.result(String.valueOf(accepted.log.remote));
          return accepted;
        });
  }

  private Socket accepted(int fd) {
    var taken = new Descriptor(fd, descriptor.family);
    var accepted = new Socket(taken, kind, new CallLog(log.listener));
    accepted.log.local = taken.localAddress().address();
    accepted.log.remote = taken.peerAddress().address();
    return accepted;
  }

  /** Connects: waits until the connection stands, unless the socket is non-blocking. */
  public void connect(Address address) throws IOException {
    var entry = log.begin("connect", address.toString());
    log.logged(
        entry,
        () -> {
          connect(address, entry);
          return null;
        });
  }

  /**
   * Connects without an exception for what the kernel answers.
   *
   * @return 0, or the error's number, such as 115 (EINPROGRESS) on a non-blocking socket, 11
   *     (EAGAIN) where the socket's time-out passed
   * @throws IOException if the thread is interrupted
   */
  public int connectEx(Address address) throws IOException {
    var entry = log.begin("connect_ex", address.toString());
    try {
      return log.logged(
          entry,
          () -> {
            connect(address, entry);
            entry.result(0);
            return 0;
          });
    } catch (SocketException e) {
      return e.errno().equals(Errno.TIMED_OUT) ? Errno.EAGAIN : e.errno().number();
    }
  }

  private void connect(Address address, CallLog.Entry entry) throws IOException {
    entry.between(null, address);
    attempt("connect", address)
        .connect(
            address,
            () -> {
              log.local = descriptor.localAddress().address();
              log.remote = address;
              entry.between(log.local, address);
            });
  }

  /**
   * Sends: all of it where the socket is blocking, what there is room for otherwise.
   *
   * @return octets that the kernel took
   */
  public int send(byte[] bytes) throws IOException {
    return send(bytes, "send", timeout == null);
  }

  /** Sends all of it, within the socket's time-out for the whole. */
  public void sendAll(byte[] bytes) throws IOException {
    send(bytes, "sendall", true);
  }

  private int send(byte[] bytes, String call, boolean whole) throws IOException {
    var entry = log.begin(call, Excerpt.of(bytes), bytes.length);
    return log.logged(
        entry,
        () -> {
          var sent = sent(bytes, attempt(call, log.remote), whole);
          entry.result(sent);
          return sent;
        });
  }

  private int sent(byte[] bytes, Attempt attempt, boolean whole) throws IOException {
    try (var buffer = Buffer.holding(bytes)) {
      var sent = 0;
      do {
        var rest = buffer.share(sent);
        var left = bytes.length - sent;
        sent += (int) attempt.until(Libc.POLLOUT, () -> descriptor.send(rest, left));
      } while (whole && sent < bytes.length);
      return sent;
    }
  }

  /**
   * Receives what is there, at most {@code size} octets.
   *
   * @return nothing at the end of file
   */
  public byte[] recv(int size) throws IOException {
    var entry = log.begin("recv", "", size);
    return log.logged(
        entry,
        () -> {
          try (var buffer = Buffer.of(size)) {
            var count =
                attempt("recv", log.remote).until(Libc.POLLIN, () -> descriptor.recv(buffer, size));
            var bytes = buffer.getByteArray(0, (int) count);
            entry.args(Excerpt.of(bytes), size);
            entry.result(bytes.length);
            return bytes;
          }
        });
  }

  /**
   * Sends one datagram to an address.
   *
   * @return octets that the kernel took
   */
  public int sendTo(byte[] bytes, Address address) throws IOException {
    var entry = log.begin("sendto", Excerpt.of(bytes), bytes.length, address.toString());
    entry.between(null, address);
    return log.logged(
        entry,
        () -> {
          try (var buffer = Buffer.holding(bytes)) {
            var sent =
                attempt("sendto", address)
                    .until(Libc.POLLOUT, () -> descriptor.sendTo(buffer, bytes.length, address));
            log.local = descriptor.localAddress().address();
            entry.result((int) sent);
            return (int) sent;
          }
        });
  }

  /** Receives one datagram, cut to {@code size} octets, and who sent it. */
  public Received recvFrom(int size) throws IOException {
    var entry = log.begin("recvfrom", "", size);
    return log.logged(
        entry,
        () -> {
          try (var buffer = Buffer.of(size)) {
            return received(buffer, size, entry);
          }
        });
  }

  private Received received(Memory buffer, int size, CallLog.Entry entry) throws IOException {
    var from = new @Nullable Address[1];
    var count =
        attempt("recvfrom", log.remote)
            .until(
                Libc.POLLIN,
                () -> {
                  var named = descriptor.recvFrom(buffer, size);
                  from[0] = named.address();
                  return named.given();
                });
    var bytes = buffer.getByteArray(0, (int) count);
    entry.args(Excerpt.of(bytes), size, from[0] == null ? "" : from[0].toString());
    entry.result(bytes.length);
    entry.between(null, from[0]);
    return new Received(bytes, from[0]);
  }

  /**
   * Waits until the socket can be written, or read.
   *
   * @return false where it could not within the limit
   * @throws IOException if the thread is interrupted
   */
  public boolean poll(boolean writable, Duration limit) throws IOException {
    var entry = log.begin("poll", writable ? "POLLOUT" : "POLLIN");
    return log.logged(
        entry,
        () -> {
          boolean ready =
              new Waiting(limit).ready(descriptor.fd, writable ? Libc.POLLOUT : Libc.POLLIN);
          entry.result(ready ? 1 : 0);
          return ready;
        });
  }

  /** Ends one direction or both. */
  public void shutdown(How how) throws SocketException {
    log.logged(
        log.begin("shutdown", how.cName()),
        () -> attempt("shutdown", log.remote).checked(descriptor.shutdown(how)));
  }

  /** Closes it; a second time does nothing. The kernel's error, which means nothing, is logged. */
  @Override
  public void close() {
    if (descriptor.fd >= 0) {
      log.begin("close").end(descriptor.close());
    }
  }

  /** Closes it without telling the listener, as the end of a process does. */
  public void abandon() {
    if (descriptor.fd >= 0) {
      descriptor.close();
    }
  }

  /** The socket's own address. */
  public Address localAddress() throws SocketException {
    return address("getsockname", descriptor::localAddress);
  }

  /** The peer's address; fails with ENOTCONN where there is none. */
  public Address peerAddress() throws SocketException {
    return address("getpeername", descriptor::peerAddress);
  }

  private Address address(String call, Supplier<Descriptor.Named> systemCall)
      throws SocketException {
    var entry = log.begin(call);
    return log.logged(
        entry,
        () -> {
          var named = systemCall.get();
          attempt(call, null).checked(named.given());
          var address = named.address() == null ? new UnixAddress("") : named.address();
          entry.result(address.toString());
          return address;
        });
  }

  /** The peer's address as far as it is known without asking the kernel. */
  public @Nullable Address remote() {
    return log.remote;
  }

  /** The option's value, as the kernel keeps it: buffers are twice what was asked for. */
  public int getOption(Option option) throws SocketException {
    var entry = log.begin("getsockopt", option.cName());
    return log.logged(
        entry,
        () -> {
          var value = new int[1];
          attempt("getsockopt", null).checked(descriptor.option(option, value));
          entry.result(value[0]);
          return value[0];
        });
  }

  /** How many segments the kernel has sent again so far (TCP_INFO, tcpi_total_retrans). */
  public long sentAgain() throws SocketException {
    var entry = log.begin("getsockopt", "TCP_INFO");
    return log.logged(
        entry,
        () -> {
          try (var info = new Memory(Libc.TOTAL_RETRANS + Integer.BYTES)) {
            attempt("getsockopt", null).checked(descriptor.tcpInfo(info));
            var again = Integer.toUnsignedLong(info.getInt(Libc.TOTAL_RETRANS));
            entry.result(again);
            return again;
          }
        });
  }

  public void setOption(Option option, int value) throws SocketException {
    log.logged(
        log.begin("setsockopt", option.cName(), value),
        () -> attempt("setsockopt", null).checked(descriptor.setOption(option, value)));
  }

  /** What {@code close} does with data not yet sent: waits so long for it, or with 0 resets. */
  public void setLinger(boolean on, int seconds) throws SocketException {
    setOption(Option.LINGER, on ? seconds : -1);
  }

  /** Whether calls wait; either forgets the time-out. */
  public void setBlocking(boolean blocking) {
    timeout = blocking ? null : Duration.ZERO;
    log.begin("setblocking", blocking).end(0);
  }

  /** How long a call may wait: null for ever, zero not at all. */
  public void setTimeout(@Nullable Duration limit) {
    if (limit != null && limit.isNegative()) {
      throw new IllegalArgumentException("a negative time-out: " + limit);
    }
    timeout = limit;
    log.begin("settimeout", limit == null ? "none" : Sentences.text(limit)).end(0);
  }

  public @Nullable Duration timeout() {
    return timeout;
  }

  /** What it carries. */
  public Kind kind() {
    return kind;
  }

  /** The descriptor's number; -1 once it is closed. */
  public int fileno() {
    return descriptor.fd;
  }

  private Attempt attempt(String call, @Nullable Address about) {
    return new Attempt(descriptor, timeout, call, about);
  }
}
