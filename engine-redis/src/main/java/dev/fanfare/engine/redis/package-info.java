/**
 * The engine for many nodes: publications, histories, presence and messages between nodes over Redis. Owns what is stored
 * there and the bytes that are sent ({@code docs/redis.md} lists both); must not know sessions or networks.
 */
@NullMarked
package dev.fanfare.engine.redis;

import org.jspecify.annotations.NullMarked;
