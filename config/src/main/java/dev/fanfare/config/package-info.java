/**
 * Binds YAML, environment variables and flags to records. The record components declare the options; this package does not depend on
 * any of them.
 */
@NullMarked
package dev.fanfare.config;

import org.jspecify.annotations.NullMarked;
