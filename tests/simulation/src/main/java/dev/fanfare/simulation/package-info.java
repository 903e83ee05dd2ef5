/**
 * A whole cluster on one thread in virtual time: nodes, clients and a simulated engine system. One seed determines all events,
 * and all guarantees are checked. {@link dev.fanfare.simulation.Replay} runs a failing seed again.
 */
@NullMarked
package dev.fanfare.simulation;

import org.jspecify.annotations.NullMarked;
