package dev.fanfare.app;

/** Middleware that checks origins. It replaces the application's own origin check for its routes. */
public interface OriginMiddleware extends Middleware {}
