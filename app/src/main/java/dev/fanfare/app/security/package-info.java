/**
 * Middleware for allowed origins, CORS, signed cookie sessions, authentication and rate limits. Depends on the application's
 * API, which does not depend on this package.
 */
@NullMarked
package dev.fanfare.app.security;

import org.jspecify.annotations.NullMarked;
