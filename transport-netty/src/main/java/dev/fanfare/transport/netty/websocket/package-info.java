/**
 * WebSocket: the opening handshake's rules, the frame codec and the closing handshake (RFC 6455). Knows nothing of routes
 * and requests beyond the handshake.
 */
@NullMarked
package dev.fanfare.transport.netty.websocket;

import org.jspecify.annotations.NullMarked;
