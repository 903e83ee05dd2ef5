/** Tools for threads that know nothing of the domain. */
@NullMarked
package dev.fanfare.core.concurrent;

import org.jspecify.annotations.NullMarked;
