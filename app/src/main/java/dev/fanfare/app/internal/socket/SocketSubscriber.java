package dev.fanfare.app.internal.socket;

import dev.fanfare.app.Principal;
import dev.fanfare.app.internal.channel.AppContext;
import dev.fanfare.app.internal.channel.NodeChannel;
import dev.fanfare.app.internal.concurrent.Blocking;
import dev.fanfare.app.internal.concurrent.HandlerThreads;
import dev.fanfare.core.node.SubscribeRequest;
import dev.fanfare.core.node.SubscribeResult;
import dev.fanfare.core.node.SubscribeResult.Refused;
import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.core.node.SubscriptionHandler;
import dev.fanfare.core.session.Session;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.model.client.UnsubscribeReason;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Subscribes and identifies the session of a socket. Confined to the session's event loop. */
public final class SocketSubscriber {
    private SocketSubscriber() {}

    /**
     * Subscribes the session to raw messages.
     *
     * @param user the user for channels that show their clients to others
     * @param since the position to recover from; null for later publications only
     * @param first creates the first message; null for none
     */
    static CompletionStage<SubscribeResult> subscribe(
            AppContext context,
            Session session,
            String channel,
            String user,
            @Nullable StreamPosition since,
            @Nullable Supplier<Payload> first) {
        var declared = NodeChannel.of(context, channel).optionsForSubscription();
        var options = since == null ? declared : declared.recovery();
        var encoder = context.rawEncoder(session.connection().framing());
        var request = new SubscribeRequest(channel, encoder, options, since, false);
        return subscribe(context, session, user, request, new RawSubscription(session, context.threads(), first));
    }

    /** Subscribes the session, and identifies it first if the channel shows its clients to others. */
    public static CompletionStage<SubscribeResult> subscribe(
            AppContext context, Session session, String user, SubscribeRequest request, SubscriptionHandler handler) {
        if (request.options().hasPresence() || request.options().hasJoinLeave()) {
            identify(context, session, user);
        }
        return context.node().subscribe(session, request, handler);
    }

    /** Identifies a new session if it has a principal, or if client activities are monitored. */
    public static void introduce(AppContext context, Session session, Optional<Principal> principal) {
        if (principal.isPresent() || context.node().activities().areClientsWatched()) {
            identify(context, session, principal.map(Principal::user).orElse(""));
        }
    }

    /** Returns the identity of the session; assigns it on the first call. */
    static ClientInfo identify(AppContext context, Session session, String user) {
        var known = session.info();
        if (known != null) {
            return known;
        }
        var info = new ClientInfo(context.node().clients().newId(), user);
        context.node().identify(session, info);
        return info;
    }

    /**
     * Returns when the socket is subscribed, and throws as {@link ClientSocket#subscribe} does. On the socket's event loop it returns
     * immediately, and a later failure ends the socket.
     */
    static void requireSubscribed(CompletionStage<SubscribeResult> result, ClientSocket socket, String channel) {
        if (socket.loop().inEventLoop() && !result.toCompletableFuture().isDone()) {
            result.whenComplete((outcome, failure) -> onResult(outcome, failure, socket, channel));
            return;
        }
        requireSubscribed(Blocking.await(result), socket, channel);
    }

    private static void onResult(
            @Nullable SubscribeResult result, @Nullable Throwable failure, ClientSocket socket, String channel) {
        if (result == null) {
            socket.fail(Objects.requireNonNull(failure));
            return;
        }
        try {
            requireSubscribed(result, socket, channel);
        } catch (RuntimeException refused) {
            socket.fail(refused);
        }
    }

    private static void requireSubscribed(SubscribeResult result, ClientSocket socket, String channel) {
        switch (result) {
            case Subscribed subscribed -> {}
            case Refused.ALREADY_SUBSCRIBED ->
                throw new IllegalStateException("the client is already subscribed to channel " + channel
                        + ": subscribe once, or call unsubscribe() first");
            case Refused.LIMIT_EXCEEDED ->
                throw new IllegalStateException("the client has reached its limit of " + socket.maxSubscriptions()
                        + " subscriptions and cannot subscribe to channel " + channel
                        + ": raise FanfareSettings.withMaxSubscriptions");
            case Refused.CANCELLED -> throw socket.closedException();
            case Refused.UNRECOVERABLE ->
                throw new IllegalStateException("channel " + channel + " refused a subscription without recovery");
        }
    }

    /**
     * A subscription of the raw protocol. It sends an optional first message, which application code creates on a virtual thread. The
     * connection is closed if the subscription ends because publications were missed.
     */
    private static final class RawSubscription implements SubscriptionHandler {
        private final Session session;
        private final HandlerThreads threads;
        private final @Nullable Supplier<Payload> first;
        /** Written by the virtual thread before it completes the preparation. */
        private @Nullable Payload prepared;

        RawSubscription(Session session, HandlerThreads threads, @Nullable Supplier<Payload> first) {
            this.session = session;
            this.threads = threads;
            this.first = first;
        }

        @Override
        public @Nullable CompletionStage<Void> prepare() {
            if (first == null) {
                return null;
            }
            var done = new CompletableFuture<Void>();
            threads.start(() -> {
                try {
                    prepared = Objects.requireNonNull(first.get(), "the supplier of the first message returned null");
                    done.complete(null);
                } catch (Throwable failure) {
                    done.completeExceptionally(failure);
                }
            });
            return done;
        }

        @Override
        public void onSubscribed(Subscribed result) {
            var framing = session.connection().framing();
            if (prepared != null) {
                session.send(framing.message(prepared));
                prepared = null;
            }
            session.sendAll(result.publications().stream()
                    .map(publication -> framing.message(publication.payload()))
                    .toList());
        }

        @Override
        public void onUnsubscribed(UnsubscribeReason reason) {
            switch (reason) {
                case SERVER, EXPIRED -> {}
                case INSUFFICIENT_STATE -> session.disconnect(DisconnectReason.INSUFFICIENT_STATE);
            }
        }
    }
}
