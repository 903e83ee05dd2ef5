/** The {@code fanfare} program: one class per command. The only place that knows the examples and the server together. */
@NullMarked
package dev.fanfare.cli;

import org.jspecify.annotations.NullMarked;
