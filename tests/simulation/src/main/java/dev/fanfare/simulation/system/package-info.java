/**
 * An engine's system that is simulated, as a Redis would be: one server with everything in one place, a connection for
 * commands and one for pushes from each node, and what may happen to them. Depends on the ports, but not on nodes,
 * sessions and clients.
 */
@NullMarked
package dev.fanfare.simulation.system;

import org.jspecify.annotations.NullMarked;
