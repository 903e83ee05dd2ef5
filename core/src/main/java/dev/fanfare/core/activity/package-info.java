/**
 * Reports disconnects, unsubscribes and occupied or vacated channels to the application. Depends on sessions and ports.
 * Costs nothing without listeners.
 */
@NullMarked
package dev.fanfare.core.activity;

import org.jspecify.annotations.NullMarked;
