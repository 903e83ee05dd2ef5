/**
 * Values of a connection: close codes, and the reasons for which the server ends connections and subscriptions. All of
 * them are immutable.
 */
@NullMarked
package dev.fanfare.model.client;

import org.jspecify.annotations.NullMarked;
