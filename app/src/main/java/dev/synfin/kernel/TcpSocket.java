package dev.synfin.kernel;

import java.net.InetSocketAddress;

/**
 * One row of the kernel's TCP table.
 *
 * @param txQueue octets written and not acknowledged, a FIN as one
 * @param rxQueue octets received and not read; for a listening socket, connections not accepted
 * @param inode names the socket among a program's file descriptors, 0 where no program holds it
 */
public record TcpSocket(
    InetSocketAddress local,
    InetSocketAddress remote,
    SocketState state,
    long txQueue,
    long rxQueue,
    long inode) {}
