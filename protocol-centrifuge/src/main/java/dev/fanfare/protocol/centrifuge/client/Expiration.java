package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.core.port.Scheduler.Cancellable;
import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.model.access.DisconnectException;
import dev.fanfare.model.access.ErrorReplyException;
import dev.fanfare.model.access.Expiry;
import dev.fanfare.model.access.Renewal;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.client.DisconnectReason;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The time limit of a connection or a subscription. On expiry, either the client has a delay to send a new token, or
 * the server requests a renewal from access control. Confined to the connection's event loop.
 */
final class Expiration {
    /** The longest timer; it is set again while time remains. */
    private static final Duration MAX_TIMER = Duration.ofDays(1);

    /** Delay before the next request for a renewal after a temporary failure. */
    private static final Duration RETRY = Duration.ofMinutes(1);

    private static final long MAX_TTL_SECONDS = Duration.ofDays(365).toSeconds();

    private final EventLoop loop;
    private final InstantSource clock;
    private final Duration delay;
    private final Subject subject;
    private Expiry expiry = Expiry.NEVER;
    private @Nullable Cancellable timer;
    private boolean stopped;

    /** The connection or subscription that expires. Confined to the connection's event loop. */
    interface Subject {
        /** Requests a renewal from access control. */
        CompletionStage<Renewal> renew();

        /** Called after a renewal, before the new time limit applies. */
        void onRenewed(Renewal renewal);

        /** Called on expiry without a renewal. */
        void onExpired();

        /** Closes the connection because access control demands it. */
        void disconnect(CloseReason reason);
    }

    /** Without a limit until {@link #set} is called. The delay is the time for the client to send a new token after expiry. */
    Expiration(EventLoop loop, InstantSource clock, Duration delay, Subject subject) {
        this.loop = loop;
        this.clock = clock;
        this.delay = delay;
        this.subject = subject;
    }

    /** The TTL for the client in whole seconds, at least 1; 0 if the client does not have to renew. */
    static long ttl(Expiry expiry, InstantSource clock) {
        var at = expiry.at();
        return at == null || expiry.serverSide()
                ? 0
                : Math.clamp(Duration.between(clock.instant(), at).toSeconds(), 1, MAX_TTL_SECONDS);
    }

    /** True if the time limit has passed. */
    static boolean isOver(Expiry expiry, InstantSource clock) {
        var at = expiry.at();
        return at != null && !clock.instant().isBefore(at);
    }

    /** Replaces the time limit. Does nothing after {@link #stop}, because renewals can complete after the client has left. */
    void set(Expiry other) {
        if (!stopped) {
            cancel();
            expiry = other;
            schedule();
        }
    }

    /** True if access control renews this, not the client. */
    boolean isServerSide() {
        return expiry.serverSide();
    }

    /**
     * Verifies a new token of the client; completes with the new TTL.
     *
     * @param expired disconnects the client if the new token has expired
     * @throws DisconnectException if the client does not have to renew
     */
    CompletionStage<Long> refresh(Supplier<CompletionStage<Expiry>> verification, DisconnectReason expired) {
        if (expiry.at() == null || expiry.serverSide()) {
            throw new DisconnectException(DisconnectReason.BAD_REQUEST);
        }
        return LoopCompletion.of(loop, verification).thenApply(renewed -> {
            if (isOver(renewed, clock)) {
                throw new DisconnectException(expired);
            }
            set(renewed);
            return ttl(renewed, clock);
        });
    }

    /** Ends the time limit without an expiry. */
    void stop() {
        stopped = true;
        cancel();
    }

    private void cancel() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void schedule() {
        var at = expiry.at();
        if (at == null) {
            return;
        }
        var left = Duration.between(clock.instant(), expiry.serverSide() ? at : at.plus(delay));
        if (left.isPositive()) {
            timer = loop.schedule(left.compareTo(MAX_TIMER) > 0 ? MAX_TIMER : left, this::schedule);
            return;
        }
        timer = null;
        if (expiry.serverSide()) {
            LoopCompletion.of(loop, subject::renew).whenComplete(this::onRenewal);
        } else {
            subject.onExpired();
        }
    }

    private void onRenewal(@Nullable Renewal renewal, @Nullable Throwable failure) {
        if (stopped) {
            return;
        }
        if (renewal != null) {
            if (isOver(renewal.expiry(), clock)) {
                subject.onExpired();
            } else {
                subject.onRenewed(renewal);
                set(renewal.expiry());
            }
        } else if (failure != null) {
            var outcome = CommandFailures.translate(failure);
            if (outcome instanceof DisconnectException disconnect) {
                subject.disconnect(disconnect.reason());
            } else if (outcome instanceof ErrorReplyException error && error.isTemporary()) {
                set(Expiry.renewAt(clock.instant().plus(RETRY)));
            } else {
                subject.onExpired();
            }
        }
    }
}
