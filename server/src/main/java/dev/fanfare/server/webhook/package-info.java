/**
 * Reports disconnects, unsubscribes and the occupancy of channels to a backend over HTTP, in batches and one call at a time.
 * Depends on the activities of the core and on no protocol.
 */
@NullMarked
package dev.fanfare.server.webhook;

import org.jspecify.annotations.NullMarked;
