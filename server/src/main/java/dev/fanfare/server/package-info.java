/** The push server: assembles a node, protocols, the HTTP API and the endpoints for operators from a configuration. */
@NullMarked
package dev.fanfare.server;

import org.jspecify.annotations.NullMarked;
