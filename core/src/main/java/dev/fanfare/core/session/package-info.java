/**
 * One client's connection, whatever its transport and protocol, as several small types: the state machine
 * ({@link dev.fanfare.core.session.Session}), the outbox, the heartbeat and the table of subscriptions. All of it is
 * confined to the connection's event loop. Knows nothing of hubs and nodes.
 */
@NullMarked
package dev.fanfare.core.session;

import org.jspecify.annotations.NullMarked;
