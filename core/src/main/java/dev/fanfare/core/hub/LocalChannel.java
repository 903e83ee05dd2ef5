package dev.fanfare.core.hub;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One channel on this node: the loops that subscribe to it, and the state of its broker subscription. Reads are
 * thread-safe; changes are guarded by {@link LocalChannels}.
 */
final class LocalChannel {
    private static final ChannelFanOut[] NONE = {};

    /** The state of the broker subscription. */
    private enum State {
        UNSUBSCRIBED,
        SUBSCRIBING,
        SUBSCRIBED,
        FAILED,
        UNSUBSCRIBING
    }

    /** The next call to the broker. */
    enum BrokerCall {
        NONE,
        SUBSCRIBE,
        UNSUBSCRIBE
    }

    private volatile ChannelFanOut[] fanOuts = NONE;
    private CompletableFuture<Void> ready = new CompletableFuture<>();
    private State state = State.UNSUBSCRIBED;

    ChannelFanOut[] fanOuts() {
        return fanOuts;
    }

    /** Returns true if a subscriber without position may miss publications. */
    boolean mayMiss() {
        for (var fanOut : fanOuts) {
            if (fanOut.mayMiss()) {
                return true;
            }
        }
        return false;
    }

    /** Completes with the current or next subscribe to the broker. */
    CompletableFuture<Void> ready() {
        return ready;
    }

    /** Returns true if there are no subscribers and the broker has unsubscribed. */
    boolean isOver() {
        return fanOuts.length == 0 && state == State.UNSUBSCRIBED;
    }

    /** Adds a loop. A failed subscribe is retried. */
    BrokerCall add(ChannelFanOut fanOut) {
        if (!Arrays.asList(fanOuts).contains(fanOut)) {
            var more = Arrays.copyOf(fanOuts, fanOuts.length + 1);
            more[fanOuts.length] = fanOut;
            fanOuts = more;
        }
        return state == State.UNSUBSCRIBED || state == State.FAILED ? subscribe() : BrokerCall.NONE;
    }

    /** Removes a loop. */
    BrokerCall remove(ChannelFanOut fanOut) {
        fanOuts = Arrays.stream(fanOuts).filter(known -> known != fanOut).toArray(ChannelFanOut[]::new);
        return fanOuts.length == 0 && (state == State.SUBSCRIBED || state == State.FAILED)
                ? unsubscribe()
                : BrokerCall.NONE;
    }

    /** Records the end of a subscribe. A failed one may have taken effect, so it is undone in the same way. */
    BrokerCall subscribed(@Nullable Throwable failure) {
        if (failure == null) {
            state = State.SUBSCRIBED;
        } else {
            state = State.FAILED;
            ready = new CompletableFuture<>();
        }
        return fanOuts.length == 0 ? unsubscribe() : BrokerCall.NONE;
    }

    /** Records the end of an unsubscribe. Subscribes again if a loop was added in the meantime. */
    BrokerCall unsubscribed() {
        state = State.UNSUBSCRIBED;
        return fanOuts.length == 0 ? BrokerCall.NONE : subscribe();
    }

    private BrokerCall subscribe() {
        state = State.SUBSCRIBING;
        return BrokerCall.SUBSCRIBE;
    }

    private BrokerCall unsubscribe() {
        state = State.UNSUBSCRIBING;
        ready = new CompletableFuture<>();
        return BrokerCall.UNSUBSCRIBE;
    }
}
