/** The engine that keeps everything in memory: for single nodes, development and tests. */
@NullMarked
package dev.fanfare.core.memory;

import org.jspecify.annotations.NullMarked;
