/** What a monitoring system is told. */
@NullMarked
package dev.fanfare.server.metrics;

import org.jspecify.annotations.NullMarked;
