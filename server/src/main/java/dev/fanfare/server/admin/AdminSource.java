package dev.fanfare.server.admin;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the admin page shows and controls in addition to the node. Immutable.
 *
 * @param registry with the meters of {@link dev.fanfare.metrics.MicrometerMetrics}
 * @param version of the program
 * @param configuration digests of the sections of the configuration, without secrets
 * @param controls actions on this node
 */
public record AdminSource(
        MeterRegistry registry, String version, Supplier<Map<String, String>> configuration, AdminControls controls) {}
