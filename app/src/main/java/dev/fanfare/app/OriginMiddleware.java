package dev.fanfare.app;

/** Middleware that decides on origins: the routes behind it are not subject to the application's own rule. */
public interface OriginMiddleware extends Middleware {}
