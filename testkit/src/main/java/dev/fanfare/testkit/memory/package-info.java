/**
 * A transport without sockets: event loops with real threads on a clock that tests move, and connections whose clients are
 * {@link dev.fanfare.testkit.app.TestClient}s. Keeps to what the transport over sockets does, but for bytes on a wire.
 */
@NullMarked
package dev.fanfare.testkit.memory;

import org.jspecify.annotations.NullMarked;
