/** The {@code fanfare} program: one class for each command. The only package that depends on both the examples and the server. */
@NullMarked
package dev.fanfare.cli;

import org.jspecify.annotations.NullMarked;
