/** Redis servers of tests. Published in the test jar for the tests of other modules. */
@NullMarked
package dev.fanfare.engine.redis.server;

import org.jspecify.annotations.NullMarked;
