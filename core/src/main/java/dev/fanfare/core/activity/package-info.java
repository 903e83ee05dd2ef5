/**
 * Tells a program what clients do: who went, who unsubscribed, which channels are occupied and vacated. Knows sessions and
 * ports, and costs nothing while nobody watches.
 */
@NullMarked
package dev.fanfare.core.activity;

import org.jspecify.annotations.NullMarked;
