/** Tokens that let clients in and subscribe: their claims, and the keys that sign them. Knows nothing of connections. */
@NullMarked
package dev.fanfare.server.token;

import org.jspecify.annotations.NullMarked;
