package dev.fanfare.core.hub;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One channel on this node: the loops that want it, and how far the broker is with it. Reading is thread-safe; changes
 * are guarded by {@link LocalChannels}.
 */
final class LocalChannel {
    private static final ChannelFanOut[] NONE = {};

    /** What the broker was told last. */
    private enum State {
        UNSUBSCRIBED,
        SUBSCRIBING,
        SUBSCRIBED,
        FAILED,
        UNSUBSCRIBING
    }

    /** What the broker is to be told now. */
    enum Call {
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

    /** True when some of its subscribers are not told by positions what is missing. */
    boolean mayMiss() {
        for (var fanOut : fanOuts) {
            if (fanOut.mayMiss()) {
                return true;
            }
        }
        return false;
    }

    /** Completes when the subscribe that is under way, or follows next, has succeeded; fails when it has failed. */
    CompletableFuture<Void> ready() {
        return ready;
    }

    /** Nobody wants it, and the broker knows. */
    boolean isOver() {
        return fanOuts.length == 0 && state == State.UNSUBSCRIBED;
    }

    /** A loop wants it; a subscribe that failed is tried again. */
    Call add(ChannelFanOut fanOut) {
        if (!Arrays.asList(fanOuts).contains(fanOut)) {
            var more = Arrays.copyOf(fanOuts, fanOuts.length + 1);
            more[fanOuts.length] = fanOut;
            fanOuts = more;
        }
        return state == State.UNSUBSCRIBED || state == State.FAILED ? subscribe() : Call.NONE;
    }

    /** A loop wants it no longer. */
    Call remove(ChannelFanOut fanOut) {
        fanOuts = Arrays.stream(fanOuts).filter(known -> known != fanOut).toArray(ChannelFanOut[]::new);
        return fanOuts.length == 0 && (state == State.SUBSCRIBED || state == State.FAILED) ? unsubscribe() : Call.NONE;
    }

    /** A subscribe has ended. Whether one that failed took effect is unknown, so that it is undone like another. */
    Call subscribed(@Nullable Throwable failure) {
        if (failure == null) {
            state = State.SUBSCRIBED;
        } else {
            state = State.FAILED;
            ready = new CompletableFuture<>();
        }
        return fanOuts.length == 0 ? unsubscribe() : Call.NONE;
    }

    /** An unsubscribe has ended; a subscribe that came meanwhile follows. */
    Call unsubscribed() {
        state = State.UNSUBSCRIBED;
        return fanOuts.length == 0 ? Call.NONE : subscribe();
    }

    private Call subscribe() {
        state = State.SUBSCRIBING;
        return Call.SUBSCRIBE;
    }

    private Call unsubscribe() {
        state = State.UNSUBSCRIBING;
        ready = new CompletableFuture<>();
        return Call.UNSUBSCRIBE;
    }
}
