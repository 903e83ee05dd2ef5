/** Proxies: a backend decides about connections and channels, and answers calls, over HTTP. Independent of protocols and tokens. */
@NullMarked
package dev.fanfare.server.proxy;

import org.jspecify.annotations.NullMarked;
