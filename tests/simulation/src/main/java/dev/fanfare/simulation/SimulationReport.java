package dev.fanfare.simulation;

import dev.fanfare.simulation.fabric.Counts;

/**
 * What happened in a run that violated nothing.
 *
 * @param seed its seed
 * @param traceHash equal for two runs that are the same, event by event
 * @param counts how often what happened
 */
public record SimulationReport(long seed, long traceHash, Counts counts) {}
