package dev.fanfare.app;

/** Application code in the function style: serves each client on its own virtual thread, from handshake to disconnect. Thread-safe. */
@FunctionalInterface
public interface WebSocketHandler {
    /**
     * Serves the client. On return the socket is closed with 1000; a client that is not accepted is answered with 403.
     *
     * <p>Before the client is accepted, a {@link RequestRefusedException} answers the handshake with its status and any other exception
     * with 500. Afterwards an exception closes the socket with 1008 or 1011.
     */
    void handle(WebSocket ws) throws Exception;
}
