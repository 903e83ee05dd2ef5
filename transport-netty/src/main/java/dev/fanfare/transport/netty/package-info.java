/**
 * The transport on Netty: HTTP/1.1 and WebSocket behind the seams of {@code dev.fanfare.core.transport}. No type of Netty
 * shows in what this package offers.
 */
@NullMarked
package dev.fanfare.transport.netty;

import org.jspecify.annotations.NullMarked;
