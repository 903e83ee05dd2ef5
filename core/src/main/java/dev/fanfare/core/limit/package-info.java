/** Rate limiting with token buckets. */
@NullMarked
package dev.fanfare.core.limit;

import org.jspecify.annotations.NullMarked;
