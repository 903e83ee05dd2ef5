/** Value types of options. Each parses the text of a configuration. */
@NullMarked
package dev.fanfare.config.value;

import org.jspecify.annotations.NullMarked;
