/** Clients that others wrote, against the transport. */
@NullMarked
package dev.fanfare.transport.netty.client;

import org.jspecify.annotations.NullMarked;
