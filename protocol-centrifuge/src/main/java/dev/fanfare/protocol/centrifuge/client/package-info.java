/**
 * One connected client: its commands in order, its subscriptions, what it may do when. Knows sessions and the node, and
 * nothing of URLs.
 */
@NullMarked
package dev.fanfare.protocol.centrifuge.client;

import org.jspecify.annotations.NullMarked;
