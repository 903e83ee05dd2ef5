/** The HTTP API of the server for backends. Independent of the configuration. */
@NullMarked
package dev.fanfare.server.api;

import org.jspecify.annotations.NullMarked;
