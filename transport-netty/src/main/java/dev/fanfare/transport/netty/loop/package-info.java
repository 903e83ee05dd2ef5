/** Event loops and buffers of Netty behind the interfaces of core. Must not depend on any protocol. */
@NullMarked
package dev.fanfare.transport.netty.loop;

import org.jspecify.annotations.NullMarked;
