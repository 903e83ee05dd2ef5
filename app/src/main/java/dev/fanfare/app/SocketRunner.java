package dev.fanfare.app;

import dev.fanfare.core.transport.HttpExchange;

/** One style of serving a client. */
interface SocketRunner {
    /** Takes over a handshake that waits for its answer; on its loop, must not block. */
    void start(SocketContext context, HttpExchange handshake, Request request);
}
