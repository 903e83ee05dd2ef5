/** The push server: a node with protocols, an API and operators' endpoints, put together as a configuration says. */
@NullMarked
package dev.fanfare.server;

import org.jspecify.annotations.NullMarked;
