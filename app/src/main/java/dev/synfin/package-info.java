/**
 * synfin: shows what sockets do on the wire.
 *
 * <p>One path for the data, and the packages in the order in which it passes them:
 *
 * <ol>
 *   <li>{@code capture}: octets with a time, from an interface or a file
 *   <li>{@code wire}: a frame decoded into a segment, a datagram, an ICMP error, or a refusal
 *   <li>{@code track}: the life of each connection, one state per end
 *   <li>{@code timeline}: the document that says what happened
 *   <li>{@code render}: the document for a person's eyes
 * </ol>
 *
 * <p>Beside it stand {@code socket} (libc's sockets and a log of the calls), {@code echo} (the echo
 * pair), {@code kernel} (the kernel's socket tables), {@code diagnose} (findings in timelines),
 * {@code expect} (what a wire is expected to show), {@code report} (timelines as a page), {@code
 * export} (timelines for others' viewers), {@code scenario} (an experiment as a file), {@code
 * stage} (where an experiment runs), {@code watch} (the live page) and {@code cli}; {@code address}
 * writes IP addresses for all of them.
 *
 * <p>To start reading: {@code FrameSource.deliverTo}, {@code FrameDecoder.decode}, {@code
 * ConnectionTracker.accept}, {@code Timelines.write}.
 */
@NullMarked
package dev.synfin;

import org.jspecify.annotations.NullMarked;
