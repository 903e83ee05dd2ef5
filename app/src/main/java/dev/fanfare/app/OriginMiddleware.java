package dev.fanfare.app;

/**
 * Middleware that checks origins. It replaces the application's own check for the requests that it checks. Thread-safe.
 */
public interface OriginMiddleware extends Middleware {
    /** Returns true if this middleware checks the origin of the request. Runs on the event loop and must not block. */
    default boolean checksOrigin(Request request) {
        return true;
    }
}
