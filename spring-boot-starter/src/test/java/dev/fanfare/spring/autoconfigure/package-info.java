/** Tests of the auto-configuration. */
@NullMarked
package dev.fanfare.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
