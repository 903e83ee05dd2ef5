/**
 * Deltas between one publication of a channel and the next, for clients that asked for them. Knows bytes alone: nothing of
 * channels, and nothing of who gets which delta.
 */
@NullMarked
package dev.fanfare.protocol.centrifuge.delta;

import org.jspecify.annotations.NullMarked;
