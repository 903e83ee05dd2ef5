/**
 * Values of a channel: names, payloads, publications, positions, options and results. Immutable. Depends on the JDK and JSpecify
 * alone.
 */
@NullMarked
package dev.fanfare.model.channel;

import org.jspecify.annotations.NullMarked;
