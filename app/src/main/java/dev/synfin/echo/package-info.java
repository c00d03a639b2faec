/**
 * The echo pair: a server that answers each piece it reads with the same octets and a suffix, and a
 * client that checks the answers. Start with {@code EchoServer} and {@code EchoClient}.
 */
@NullMarked
package dev.synfin.echo;

import org.jspecify.annotations.NullMarked;
