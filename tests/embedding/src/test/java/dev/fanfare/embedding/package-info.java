/** Tests of Fanfare embedded in programs of other frameworks. */
@NullMarked
package dev.fanfare.embedding;

import org.jspecify.annotations.NullMarked;
