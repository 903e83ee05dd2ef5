/** The node: one process of the cluster. The only package that depends on sessions, hub and broker together. */
@NullMarked
package dev.fanfare.core.node;

import org.jspecify.annotations.NullMarked;
