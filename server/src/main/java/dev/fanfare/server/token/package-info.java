/** The claims of connection and subscription tokens, and their verification. Depends on no connection and no protocol. */
@NullMarked
package dev.fanfare.server.token;

import org.jspecify.annotations.NullMarked;
