package dev.fanfare.simulation;

import dev.fanfare.simulation.fabric.Counts;

/**
 * The result of a run without violations.
 *
 * @param seed its seed
 * @param traceHash equal for two runs with the same events
 * @param counts the number of events by name
 */
public record SimulationReport(long seed, long traceHash, Counts counts) {}
