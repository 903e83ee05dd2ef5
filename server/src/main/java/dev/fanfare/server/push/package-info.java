/** Redis push: plain Redis channels for WebSocket and SDK clients. Depends on the application API and on no protocol. */
@NullMarked
package dev.fanfare.server.push;

import org.jspecify.annotations.NullMarked;
