/** Concurrency tools that are independent of the domain. */
@NullMarked
package dev.fanfare.core.concurrent;

import org.jspecify.annotations.NullMarked;
