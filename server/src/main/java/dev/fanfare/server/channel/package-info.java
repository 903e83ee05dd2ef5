/** Channel names and the options of channels. */
@NullMarked
package dev.fanfare.server.channel;

import org.jspecify.annotations.NullMarked;
