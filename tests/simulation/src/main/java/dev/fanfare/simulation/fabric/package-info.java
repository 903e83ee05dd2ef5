/**
 * The basis of every simulation: chance, time, a trace, and links for messages. Depends only on the event loops of core.
 */
@NullMarked
package dev.fanfare.simulation.fabric;

import org.jspecify.annotations.NullMarked;
