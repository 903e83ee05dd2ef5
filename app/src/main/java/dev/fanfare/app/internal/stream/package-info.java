/**
 * Responses whose bodies are sent while they are created: the publications of a channel, or what application code creates. Must not
 * depend on routes.
 */
@NullMarked
package dev.fanfare.app.internal.stream;

import org.jspecify.annotations.NullMarked;
