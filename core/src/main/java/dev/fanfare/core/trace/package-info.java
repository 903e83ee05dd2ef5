/**
 * Records what happens to the clients and channels that an operator follows. Depends on sessions. Costs one read of a field per frame
 * of a single client while no trace runs, and nothing per delivery.
 */
@NullMarked
package dev.fanfare.core.trace;

import org.jspecify.annotations.NullMarked;
