/** A backend decides: it is asked by HTTP about connections, channels and calls. Knows nothing of who asks it, and of tokens. */
@NullMarked
package dev.fanfare.server.proxy;

import org.jspecify.annotations.NullMarked;
