/**
 * The ports of core: {@link dev.fanfare.core.port.Broker} and the other ports that engines implement, and {@link
 * dev.fanfare.core.port.Scheduler}, which supplies time. Depends only on {@code model}.
 *
 * <p>All operations are asynchronous and do not block the caller. A stage always completes, within the engine's time
 * limit, on any thread of the engine; callers that need a specific event loop must submit a task to it. A stage fails
 * with {@link dev.fanfare.model.channel.EngineException} if the backing system is unreachable.
 */
@NullMarked
package dev.fanfare.core.port;

import org.jspecify.annotations.NullMarked;
