/**
 * The simulated backing system of an engine, similar to Redis: a primary with lagging replicas, one connection for commands and
 * one for pushes from each node to one server, and their faults. Each script is one atomic step of one server. A failover loses
 * the writes that the new primary has not received, and nodes detect it one after another. The log keeps everything that any
 * server has accepted. Depends on the ports, but not on nodes, sessions and clients.
 */
@NullMarked
package dev.fanfare.simulation.system;

import org.jspecify.annotations.NullMarked;
