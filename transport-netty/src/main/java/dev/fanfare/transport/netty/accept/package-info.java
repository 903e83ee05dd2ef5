/** Limits of open connections. Must not depend on any protocol. */
@NullMarked
package dev.fanfare.transport.netty.accept;

import org.jspecify.annotations.NullMarked;
