/** Metrics of a node in a Micrometer registry, with the prefix {@code fanfare.}. */
@NullMarked
package dev.fanfare.metrics;

import org.jspecify.annotations.NullMarked;
