/** The contracts of the ports as test classes, which every engine extends. */
@NullMarked
package dev.fanfare.core.contract;

import org.jspecify.annotations.NullMarked;
