/**
 * WebSocket (RFC 6455): the rules of the opening handshake, the frame codec and the closing handshake. Must not depend on
 * {@code http}.
 */
@NullMarked
package dev.fanfare.transport.netty.websocket;

import org.jspecify.annotations.NullMarked;
