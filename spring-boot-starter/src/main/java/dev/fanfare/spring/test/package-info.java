/** Tests of applications: {@link dev.fanfare.spring.test.FanfareTest} starts the part that serves clients, in memory. */
@NullMarked
package dev.fanfare.spring.test;

import org.jspecify.annotations.NullMarked;
