package dev.fanfare.app;

import dev.fanfare.core.memory.MemoryEngine;
import dev.fanfare.core.port.Engine;
import dev.fanfare.core.port.HistoryBroker;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.testkit.memory.MemoryTransport;
import java.lang.reflect.Proxy;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** Memory engines whose broker fails. */
final class FaultyEngine {
    private FaultyEngine() {}

    /** Creates an engine for the transport that refuses subscriptions while it is down. */
    static Engine refusingSubscriptions(MemoryTransport transport, AtomicBoolean down) {
        var memory = new MemoryEngine(transport.loops().getFirst(), new Random(1), transport.governor());
        var loader = FaultyEngine.class.getClassLoader();
        var broker = Proxy.newProxyInstance(
                loader,
                new Class<?>[] {HistoryBroker.class},
                (proxy, method, arguments) -> method.getName().equals("subscribe") && down.get()
                        ? CompletableFuture.failedStage(new EngineException("down"))
                        : method.invoke(memory.broker(), arguments));
        return (Engine) Proxy.newProxyInstance(
                loader,
                new Class<?>[] {Engine.class},
                (proxy, method, arguments) ->
                        method.getName().equals("broker") ? broker : method.invoke(memory, arguments));
    }
}
