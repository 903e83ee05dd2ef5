/** The written contracts of the ports as test classes: every engine runs them by extending one. */
@NullMarked
package dev.fanfare.core.contract;

import org.jspecify.annotations.NullMarked;
