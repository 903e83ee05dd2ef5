/** The client for calls to other HTTP servers. Depends on no other package of the server. */
@NullMarked
package dev.fanfare.server.http;

import org.jspecify.annotations.NullMarked;
