/**
 * The node's local table of subscriptions, and the fan-out: one shard per event loop, confined to it; publications cross
 * by a mailbox per channel and loop. Knows sessions, protocols and the broker port, and nothing of the node above.
 */
@NullMarked
package dev.fanfare.core.hub;

import org.jspecify.annotations.NullMarked;
