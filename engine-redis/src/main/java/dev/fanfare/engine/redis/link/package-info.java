/**
 * The way to one Redis server: two connections that live and die together, the calls that are under way, the channels that
 * are subscribed, the proof that all of it still works, and what happens when it does not. Knows nothing of publications,
 * presence or nodes.
 */
@NullMarked
package dev.fanfare.engine.redis.link;

import org.jspecify.annotations.NullMarked;
