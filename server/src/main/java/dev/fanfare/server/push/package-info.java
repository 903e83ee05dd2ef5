/** Plain channels of Redis, as clients hear them and publish into them. Knows the application that serves them, and no protocol. */
@NullMarked
package dev.fanfare.server.push;

import org.jspecify.annotations.NullMarked;
