/** What an application can observe: counters and timings, and the activities of clients and channels. */
@NullMarked
package dev.fanfare.model.monitoring;

import org.jspecify.annotations.NullMarked;
