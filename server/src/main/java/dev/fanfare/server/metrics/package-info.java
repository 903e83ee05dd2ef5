/** Metrics for monitoring systems. */
@NullMarked
package dev.fanfare.server.metrics;

import org.jspecify.annotations.NullMarked;
