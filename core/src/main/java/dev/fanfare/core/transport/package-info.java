/**
 * The seam to the network: {@link dev.fanfare.core.transport.Transport}, {@link dev.fanfare.core.transport.Connection}
 * and {@link dev.fanfare.core.transport.HttpExchange}, and the listeners they call. Protocols and sessions are written
 * against these interfaces and need no network library. Must not depend on sessions, hub and node.
 */
@NullMarked
package dev.fanfare.core.transport;

import org.jspecify.annotations.NullMarked;
