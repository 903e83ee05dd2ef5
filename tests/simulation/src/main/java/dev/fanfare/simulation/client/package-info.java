/**
 * Clients that behave as a good SDK does, on connections that do not. What they get is held against what the system
 * accepted.
 */
@NullMarked
package dev.fanfare.simulation.client;

import org.jspecify.annotations.NullMarked;
