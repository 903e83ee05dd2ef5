/**
 * One connected client: its commands in order, its subscriptions, its time limits. Builds on sessions and the node; must not depend
 * on URLs.
 */
@NullMarked
package dev.fanfare.protocol.centrifuge.client;

import org.jspecify.annotations.NullMarked;
