/**
 * HTTP/1.1 (RFC 9112): bounded requests, one exchange at a time per connection, whole or streaming responses, and the
 * switch to WebSocket.
 */
@NullMarked
package dev.fanfare.transport.netty.http;

import org.jspecify.annotations.NullMarked;
