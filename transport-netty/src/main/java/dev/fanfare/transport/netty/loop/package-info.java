/** Event loops and buffers: Netty's, as core wants to see them. Knows no protocol. */
@NullMarked
package dev.fanfare.transport.netty.loop;

import org.jspecify.annotations.NullMarked;
