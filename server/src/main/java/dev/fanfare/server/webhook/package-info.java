/**
 * Tells a backend by HTTP what happens to clients and channels: a queue, and one call after the other. Knows the activities
 * of the core and no protocol.
 */
@NullMarked
package dev.fanfare.server.webhook;

import org.jspecify.annotations.NullMarked;
