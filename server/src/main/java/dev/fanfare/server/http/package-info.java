/** What calls to other servers have in common. Knows none of those who call. */
@NullMarked
package dev.fanfare.server.http;

import org.jspecify.annotations.NullMarked;
