/** The node: one process, and the only place that knows sessions, hub and broker together. */
@NullMarked
package dev.fanfare.core.node;

import org.jspecify.annotations.NullMarked;
