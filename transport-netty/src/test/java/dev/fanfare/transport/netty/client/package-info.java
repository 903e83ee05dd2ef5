/** Third-party clients against the transport. */
@NullMarked
package dev.fanfare.transport.netty.client;

import org.jspecify.annotations.NullMarked;
