package dev.fanfare.app;

/** Application code that serves one client from its handshake to its end, on a virtual thread of its own. */
@FunctionalInterface
public interface WebSocketHandler {
    /**
     * Serves the client. When this returns the socket is closed with 1000; a client that was not let in by then is
     * answered 403. A {@link RequestRefusedException} before the client is in answers its handshake; any other exception answers 500
     * before, and closes with 1011 after.
     */
    void handle(WebSocket ws) throws Exception;
}
