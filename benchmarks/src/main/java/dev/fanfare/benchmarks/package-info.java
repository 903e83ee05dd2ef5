/** Manual measurements: the server for the native load client, and JMH benchmarks of the hot path. */
@NullMarked
package dev.fanfare.benchmarks;

import org.jspecify.annotations.NullMarked;
