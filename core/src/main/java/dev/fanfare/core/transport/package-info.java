/**
 * The seam to the network: what a {@link dev.fanfare.core.transport.Transport} offers
 * ({@link dev.fanfare.core.transport.Connection}, {@link dev.fanfare.core.transport.HttpExchange}) and what it calls. Protocols and sessions are written against this
 * page and need no network library. Knows nothing of sessions, hubs and nodes.
 */
@NullMarked
package dev.fanfare.core.transport;

import org.jspecify.annotations.NullMarked;
