/** Names of channels and what an operator has set for them. */
@NullMarked
package dev.fanfare.server.channel;

import org.jspecify.annotations.NullMarked;
