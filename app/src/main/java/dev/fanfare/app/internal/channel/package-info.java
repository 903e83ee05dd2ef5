/**
 * Channels: their declarations, publishing, events without a client, relays and activities. Implements the channel types of the API
 * on a node of core. Must not depend on sockets or routes.
 */
@NullMarked
package dev.fanfare.app.internal.channel;

import org.jspecify.annotations.NullMarked;
