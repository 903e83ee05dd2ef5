package dev.fanfare.app;

/** What serves a route, and the scope whose middleware is around it. Immutable. */
record RouteTarget<H>(H handler, RouteScope scope) {}
