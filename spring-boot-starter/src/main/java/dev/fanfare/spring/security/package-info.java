/**
 * The bridge to Spring Security: who sent a request, from the session of the web application or from a bearer token. It must not
 * depend on the auto-configuration.
 */
@NullMarked
package dev.fanfare.spring.security;

import org.jspecify.annotations.NullMarked;
