/** The options of the server, as records. Depends on no other package of the server. */
@NullMarked
package dev.fanfare.server.config;

import org.jspecify.annotations.NullMarked;
