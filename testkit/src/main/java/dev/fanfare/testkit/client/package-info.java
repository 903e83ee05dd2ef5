/**
 * Clients made of a plain socket, which do what a test tells them, rules broken included: raw bytes, raw frames, sudden
 * ends, readers that stall. They know no network library, and every wait of theirs is bounded in time.
 */
@NullMarked
package dev.fanfare.testkit.client;

import org.jspecify.annotations.NullMarked;
