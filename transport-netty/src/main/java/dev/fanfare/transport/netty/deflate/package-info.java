/**
 * permessage-deflate (RFC 7692) without frames: what is agreed on in a handshake, and whole messages to compressed ones and
 * back. Knows neither sockets nor the frames around it. Native memory belongs to pools of the transport, never to a
 * connection.
 */
@NullMarked
package dev.fanfare.transport.netty.deflate;

import org.jspecify.annotations.NullMarked;
