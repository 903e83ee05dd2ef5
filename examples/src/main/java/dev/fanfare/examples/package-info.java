/** The examples: one class and one page each, to be read in two minutes. Uses only what any embedder can use. */
@NullMarked
package dev.fanfare.examples;

import org.jspecify.annotations.NullMarked;
