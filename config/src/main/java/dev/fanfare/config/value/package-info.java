/** Values of options that the JDK has no type for, and the text they are written as. Knows nothing of files. */
@NullMarked
package dev.fanfare.config.value;

import org.jspecify.annotations.NullMarked;
