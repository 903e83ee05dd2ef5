/** What every part of a simulation is made of: chance, time, a trace, and links on which things travel. Knows nothing of core but its loops. */
@NullMarked
package dev.fanfare.simulation.fabric;

import org.jspecify.annotations.NullMarked;
