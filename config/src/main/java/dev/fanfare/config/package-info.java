/** Binds a tree of YAML, environment and flags to records, and names what is wrong. Knows no particular option. */
@NullMarked
package dev.fanfare.config;

import org.jspecify.annotations.NullMarked;
