/**
 * The guard against leaked Netty buffers, which registers itself with JUnit. See {@code app} for tests of applications.
 */
@NullMarked
package dev.fanfare.testkit;

import org.jspecify.annotations.NullMarked;
