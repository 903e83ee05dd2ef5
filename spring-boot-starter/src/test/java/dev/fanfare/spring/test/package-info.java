/** A test of an application in memory. */
@NullMarked
package dev.fanfare.spring.test;

import org.jspecify.annotations.NullMarked;
