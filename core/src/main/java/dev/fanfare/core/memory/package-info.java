/** The engine that keeps everything in this process: for one node, for development and for tests. */
@NullMarked
package dev.fanfare.core.memory;

import org.jspecify.annotations.NullMarked;
