/**
 * Values of a channel: names, payloads, publications, positions, options and results. All of them are immutable.
 * Depends only on the JDK and JSpecify.
 */
@NullMarked
package dev.fanfare.model.channel;

import org.jspecify.annotations.NullMarked;
