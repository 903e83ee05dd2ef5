/**
 * Clients that behave like correct SDKs, on unreliable connections. Their messages are compared with those that the system
 * accepted.
 */
@NullMarked
package dev.fanfare.simulation.client;

import org.jspecify.annotations.NullMarked;
