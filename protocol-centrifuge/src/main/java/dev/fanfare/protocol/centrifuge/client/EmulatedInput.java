package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.core.budget.MemoryBudget;
import dev.fanfare.core.session.Session;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.DisconnectReason;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The emulation requests on their way to the event loop of one client. Thread-safe. A client that sends more than its loop processes
 * is disconnected, and so is a client for whose request the node has no memory.
 */
final class EmulatedInput {
    /** Estimated memory of a request in addition to its bytes. */
    private static final int OVERHEAD_BYTES = 256;

    private final Session session;
    private final Consumer<Payload> commands;
    private final MemoryBudget budget;
    private final long maxBytes;
    private final AtomicLong queued = new AtomicLong();
    private final AtomicBoolean overflowed = new AtomicBoolean();

    /**
     * Creates an empty queue.
     *
     * @param commands processes the commands of a request; called on the loop, in the order of the requests
     * @param budget counts the queued requests of all clients
     * @param maxBytes limit of the queued requests of this client
     */
    EmulatedInput(Session session, Consumer<Payload> commands, MemoryBudget budget, long maxBytes) {
        this.session = session;
        this.commands = commands;
        this.budget = budget;
        this.maxBytes = maxBytes;
    }

    /** Queues a request. */
    void add(Payload request) {
        long size = (long) OVERHEAD_BYTES + request.size();
        if (overflowed.get()) {
            return;
        }
        if (queued.addAndGet(size) > maxBytes) {
            overflow(DisconnectReason.TOO_MANY_REQUESTS);
            return;
        }
        if (!budget.tryReserve(size)) {
            overflow(DisconnectReason.OVERLOADED);
            return;
        }
        session.loop().execute(() -> {
            queued.addAndGet(-size);
            budget.release(size);
            commands.accept(request);
        });
    }

    /** Ends the client; no further request is queued. */
    private void overflow(DisconnectReason reason) {
        if (overflowed.compareAndSet(false, true)) {
            session.loop().execute(() -> session.disconnect(reason));
        }
    }
}
