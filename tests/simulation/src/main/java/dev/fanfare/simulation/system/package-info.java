/**
 * The simulated backing system of an engine, similar to Redis: one server, with one connection for commands and one for pushes
 * from each node, and their faults. Depends on the ports, but not on nodes, sessions and clients.
 */
@NullMarked
package dev.fanfare.simulation.system;

import org.jspecify.annotations.NullMarked;
