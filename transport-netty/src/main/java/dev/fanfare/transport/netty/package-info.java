/**
 * The Netty transport: HTTP/1.1 and WebSocket behind the interfaces of {@code dev.fanfare.core.transport}. No Netty type is
 * part of this API.
 */
@NullMarked
package dev.fanfare.transport.netty;

import org.jspecify.annotations.NullMarked;
