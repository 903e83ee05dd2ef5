/**
 * Clients on plain sockets for tests of Fanfare itself: raw bytes, invalid frames, aborted connections, stalled
 * readers. Every wait has a timeout. Must not depend on network libraries.
 */
@NullMarked
package dev.fanfare.testkit.client;

import org.jspecify.annotations.NullMarked;
