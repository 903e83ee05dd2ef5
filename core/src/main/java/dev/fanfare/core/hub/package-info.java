/**
 * The node's local table of subscriptions and the fan-out: one shard per event loop, confined to it, with a mailbox per
 * channel and loop. Depends on sessions, protocols, token buckets and the broker port; must not depend on the
 * node.
 */
@NullMarked
package dev.fanfare.core.hub;

import org.jspecify.annotations.NullMarked;
