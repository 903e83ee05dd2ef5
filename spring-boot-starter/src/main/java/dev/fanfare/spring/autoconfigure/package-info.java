/** The auto-configuration, and what it creates: the lifecycle, the registration of beans, and messages about failures. */
@NullMarked
package dev.fanfare.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
