/** Access control by configuration: tokens, backends, and the options of channels. Independent of protocols. */
@NullMarked
package dev.fanfare.server.access;

import org.jspecify.annotations.NullMarked;
