/**
 * HTTP/1.1: requests with bounded bodies to one handler, one exchange at a time per connection, responses whole or
 * streaming, and the hand-over to WebSocket (RFC 9112).
 */
@NullMarked
package dev.fanfare.transport.netty.http;

import org.jspecify.annotations.NullMarked;
