/** The HTTP API by which a backend publishes, asks, and rules over its clients. Knows nothing of configuration. */
@NullMarked
package dev.fanfare.server.api;

import org.jspecify.annotations.NullMarked;
