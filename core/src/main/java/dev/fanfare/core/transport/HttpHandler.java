package dev.fanfare.core.transport;

/** Answers requests. Called on the event loop of the exchange; must not block. */
@FunctionalInterface
public interface HttpHandler {
    /** Answers the request now, or later on the loop of the exchange. The body of the request has not been read. */
    void handle(HttpExchange exchange);
}
