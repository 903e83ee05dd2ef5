/** Limits in time. */
@NullMarked
package dev.fanfare.core.limit;

import org.jspecify.annotations.NullMarked;
