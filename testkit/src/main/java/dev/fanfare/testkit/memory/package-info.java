/**
 * A transport without sockets: event loops with real threads on a manually advanced clock, and connections for {@link
 * dev.fanfare.testkit.app.TestClient}s. Behaves like the socket transport, except for bytes on a wire.
 */
@NullMarked
package dev.fanfare.testkit.memory;

import org.jspecify.annotations.NullMarked;
