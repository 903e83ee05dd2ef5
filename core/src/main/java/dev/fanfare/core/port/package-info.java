/**
 * The ports: what core asks of the systems around it. Engines implement {@link dev.fanfare.core.port.Broker} and its
 * neighbours; time and threads come in by {@link dev.fanfare.core.port.Scheduler}. Knows only the values of
 * {@code channel}.
 *
 * <p>All operations are asynchronous. A stage may complete on any thread of the engine; whoever needs its own event loop
 * hops there. A stage fails with {@link dev.fanfare.model.channel.EngineException} when the system behind is away; it always
 * completes, within the engine's time limit, and no operation blocks its caller.
 */
@NullMarked
package dev.fanfare.core.port;

import org.jspecify.annotations.NullMarked;
