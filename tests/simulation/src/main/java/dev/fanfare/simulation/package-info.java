/**
 * A whole cluster on one thread in virtual time: nodes, clients and a simulated engine system, everything that happens to
 * them decided by one seed, and everything they promise checked. A seed that fails is run again by {@link
 * dev.fanfare.simulation.Replay}.
 */
@NullMarked
package dev.fanfare.simulation;

import org.jspecify.annotations.NullMarked;
