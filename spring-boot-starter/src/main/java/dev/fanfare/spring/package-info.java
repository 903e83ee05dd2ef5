/**
 * Fanfare in Spring Boot applications: what an application implements, annotates and configures. It must not depend on the
 * auto-configuration.
 */
@NullMarked
package dev.fanfare.spring;

import org.jspecify.annotations.NullMarked;
