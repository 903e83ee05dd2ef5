/** Settings and states of the connections to Redis, for applications. Depends on no other package of the engine. */
@NullMarked
package dev.fanfare.engine.redis.connection;

import org.jspecify.annotations.NullMarked;
