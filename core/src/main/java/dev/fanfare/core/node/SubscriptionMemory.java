package dev.fanfare.core.node;

import dev.fanfare.core.budget.MemoryBudget;
import dev.fanfare.core.hub.Subscriber;
import dev.fanfare.model.channel.LimitExceededException;

/** Reserves memory for the subscriptions of clients. Thread-safe, except {@link #releaseAtEnd}. */
final class SubscriptionMemory {
    /**
     * The estimated bytes of a subscription that is alone in its channel, without its name and the content that its
     * handler keeps: entries in tables, the fan-out and the group of the channel, and the objects of the protocol.
     */
    static final int SUBSCRIPTION_BYTES = 900;
    /** The estimated bytes of a position, and of a membership that is visible to other clients. */
    static final int PART_BYTES = 300;

    private final MemoryBudget budget;

    SubscriptionMemory(MemoryBudget budget) {
        this.budget = budget;
    }

    /**
     * Reserves the memory of a subscription, and returns its bytes.
     *
     * @throws LimitExceededException if the budget has no room
     */
    long reserve(SubscribeRequest request, SubscriptionHandler handler) {
        long bytes = bytes(request, handler);
        if (!budget.tryReserve(bytes)) {
            throw new LimitExceededException("cannot subscribe a client to " + request.channel()
                    + ": the subscriptions of this node would use more than " + budget.limit()
                    + " bytes; raise FanfareSettings.withMemoryLimit(MemoryKind.SUBSCRIPTIONS, ...)"
                    + " (memory.subscriptions of the push server), or add nodes");
        }
        return bytes;
    }

    /** Releases the reserved bytes when the subscription ends. Called on its event loop, after its subscribe has ended. */
    void releaseAtEnd(Subscriber subscriber, long bytes) {
        if (subscriber.isCancelled()) {
            budget.release(bytes);
        } else {
            subscriber.onEnd(() -> budget.release(bytes));
        }
    }

    private static long bytes(SubscribeRequest request, SubscriptionHandler handler) {
        var options = request.options();
        long bytes =
                SUBSCRIPTION_BYTES + (long) Character.BYTES * request.channel().length() + handler.heldBytes();
        if (options.hasPresence() || options.hasJoinLeave()) {
            bytes += PART_BYTES;
        }
        return options.positionedRetention() == null ? bytes : bytes + PART_BYTES;
    }
}
