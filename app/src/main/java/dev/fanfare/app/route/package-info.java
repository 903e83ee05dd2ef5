/** Paths to handlers: patterns, parameters, and the answers 404 and 405. Knows no sockets. */
@NullMarked
package dev.fanfare.app.route;

import org.jspecify.annotations.NullMarked;
