package dev.fanfare.core.transport;

/** Answers requests. Called on the event loop of the exchange; must not block. */
@FunctionalInterface
public interface HttpHandler {
    /** Answers now, or later on the exchange's loop. */
    void handle(HttpExchange exchange);
}
