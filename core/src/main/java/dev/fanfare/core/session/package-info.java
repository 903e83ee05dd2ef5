/**
 * A client connection, independent of transport and protocol: the state machine ({@link
 * dev.fanfare.core.session.Session}), the outbox, the heartbeat and the table of subscriptions. All of it is confined
 * to the connection's event loop. Must not depend on hub and node.
 */
@NullMarked
package dev.fanfare.core.session;

import org.jspecify.annotations.NullMarked;
