/** What an operator can set: records, how they are read from YAML, environment and flags, and what is wrong with them. */
@NullMarked
package dev.fanfare.server.config;

import org.jspecify.annotations.NullMarked;
