/**
 * Sockets: one client connection in the function style, in the handler style and on the event loop. Implements the socket types of the
 * API on a session of core. Must not depend on routes.
 */
@NullMarked
package dev.fanfare.app.internal.socket;

import org.jspecify.annotations.NullMarked;
