package dev.synfin.stage;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** A line over a Unix socket: verb, number of arguments, and each argument's length and UTF-8. */
final class UnixLine implements Line {
  private static final int MOST_ARGUMENTS = 1_000;
  private static final int LONGEST_ARGUMENT = 16 << 20;

  private final SocketChannel channel;
  private final DataInputStream in;
  private final DataOutputStream out;

  UnixLine(SocketChannel channel) {
    this.channel = channel;
    this.in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel)));
    this.out = new DataOutputStream(new BufferedOutputStream(new ChannelOutput(channel)));
  }

  @Override
  public synchronized void send(Message message) throws IOException {
    out.writeUTF(message.verb().name());
    out.writeInt(message.arguments().size());
    for (String argument : message.arguments()) {
      byte[] octets = argument.getBytes(StandardCharsets.UTF_8);
      out.writeInt(octets.length);
      out.write(octets);
    }
    out.flush();
  }

  @Override
  public @Nullable Message receive() throws IOException {
    try {
      var verb = Message.Verb.valueOf(in.readUTF());
      int count = bounded(in.readInt(), MOST_ARGUMENTS);
      var arguments = new ArrayList<String>(count);
      for (int i = 0; i < count; i++) {
        byte[] octets = in.readNBytes(bounded(in.readInt(), LONGEST_ARGUMENT));
        arguments.add(new String(octets, StandardCharsets.UTF_8));
      }
      return new Message(verb, arguments);
    } catch (EOFException | ClosedChannelException | SocketException e) {
      return null;
    }
  }

  private static int bounded(int number, int most) throws IOException {
    if (number < 0 || number > most) {
      throw new IOException("The other end of the line sent " + number + ", at most " + most + ".");
    }
    return number;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (AsynchronousCloseException e) {
      // someone waits in receive(): that one is told
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /**
   * Writes without the lock that {@link Channels#newOutputStream} shares with the reader: one
   * thread waits in {@link #receive()} while another sends.
   */
  private static final class ChannelOutput extends OutputStream {
    private final SocketChannel channel;

    ChannelOutput(SocketChannel channel) {
      this.channel = channel;
    }

    @Override
    public void write(int octet) throws IOException {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
      var buffer = ByteBuffer.wrap(octets, offset, length);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }
  }
}
