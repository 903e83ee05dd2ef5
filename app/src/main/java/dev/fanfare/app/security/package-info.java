/**
 * Middleware that guards: origins, signed cookie sessions, authentication, rate limits. Knows the application's API, which
 * does not know it.
 */
@NullMarked
package dev.fanfare.app.security;

import org.jspecify.annotations.NullMarked;
