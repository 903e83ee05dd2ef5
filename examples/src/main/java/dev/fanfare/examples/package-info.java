/** The examples: one class and one page each. They use only the public API. */
@NullMarked
package dev.fanfare.examples;

import org.jspecify.annotations.NullMarked;
