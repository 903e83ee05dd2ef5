/**
 * The engine for many nodes: publications, histories, presence and messages between nodes over Redis. Owns the stored
 * data and the messages, both listed in {@code docs/redis.md}. Must not depend on sessions and transports.
 */
@NullMarked
package dev.fanfare.engine.redis;

import org.jspecify.annotations.NullMarked;
