/** How many connections there may be, and from where. Knows nothing of what is spoken on them. */
@NullMarked
package dev.fanfare.transport.netty.accept;

import org.jspecify.annotations.NullMarked;
