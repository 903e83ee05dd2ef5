/**
 * The connection to one Redis server: two connections that are opened and closed together, calls in progress,
 * subscriptions, probes, and reconnects. Must not depend on publications, presence and nodes.
 */
@NullMarked
package dev.fanfare.engine.redis.link;

import org.jspecify.annotations.NullMarked;
