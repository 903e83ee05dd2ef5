package dev.fanfare.app.internal.stream;

import dev.fanfare.app.Request;
import dev.fanfare.app.internal.channel.AppContext;
import dev.fanfare.app.internal.channel.NodeChannel;
import dev.fanfare.app.internal.http.ChannelEvents;
import dev.fanfare.app.internal.socket.PositionedSubscription;
import dev.fanfare.app.internal.socket.SocketSubscriber;
import dev.fanfare.core.node.SubscribeRequest;
import dev.fanfare.core.node.SubscribeResult;
import dev.fanfare.core.node.SubscribeResult.Refused;
import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.core.node.SubscriptionHandler;
import dev.fanfare.core.session.Session;
import dev.fanfare.core.transport.ServerSentEvents;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.LimitExceededException;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.model.client.UnsubscribeReason;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The client of a channel's event stream. If the subscribe fails, the stream ends, and not the request, because browsers give up after
 * any status except 200 but reconnect after the end of a stream (WHATWG HTML, 9.2.3). Confined to the event loop.
 */
final class ChannelStream extends StreamClient {
    private static final String LAST_EVENT_ID = "last-event-id";
    private static final String POSITION = "position";

    private final ChannelEvents events;

    ChannelStream(AppContext context, Session session, Request request, ChannelEvents events) {
        super(context, session, request);
        this.events = events;
    }

    @Override
    void start() {
        failing(() -> {
            var channel = NodeChannel.of(context(), events.channel());
            var options = channel.optionsForSubscription().resumable();
            var returning =
                    options.positionedRetention() == null ? Optional.<StreamPosition>empty() : position(request());
            if (returning.isEmpty() && events.latest() > 0) {
                readLatest(channel, options);
            } else {
                subscribe(options, returning.orElse(null), returning.isPresent());
            }
        });
    }

    private void failing(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException failure) {
            fail(failure);
        }
    }

    private static Optional<StreamPosition> position(Request request) {
        return request.header(LAST_EVENT_ID)
                .flatMap(StreamPosition::parse)
                .or(() -> request.query(POSITION).flatMap(StreamPosition::parse));
    }

    private void readLatest(NodeChannel channel, ChannelOptions options) {
        context().threads().start(() -> {
            try {
                var since = channel.before(events.latest());
                onLoop(() -> failing(() -> subscribe(options, since, false)));
            } catch (RuntimeException failure) {
                onLoop(() -> fail(failure));
            }
        });
    }

    private void subscribe(ChannelOptions options, @Nullable StreamPosition since, boolean returning) {
        boolean positioned = options.positionedRetention() != null;
        var encoder = positioned ? EventStreamEncoder.INSTANCE : context().rawEncoder(ServerSentEvents.FRAMING);
        SubscriptionHandler handler = positioned
                ? new PositionedSubscription(
                        session(), events.channel(), EventStreamEncoder.INSTANCE, returning, this::unsubscribed)
                : new LiveSubscription();
        var subscribe = new SubscribeRequest(events.channel(), encoder, options, since, false);
        SocketSubscriber.subscribe(context(), session(), user(), subscribe, handler)
                .whenComplete(this::onResult);
    }

    private void onResult(@Nullable SubscribeResult result, @Nullable Throwable failure) {
        switch (result) {
            case null -> onFailure(failure);
            case Subscribed subscribed -> {}
            case Refused.CANCELLED -> {}
            case Refused.LIMIT_EXCEEDED -> session().disconnect(DisconnectReason.CHANNEL_LIMIT);
            case Refused.ALREADY_SUBSCRIBED, Refused.UNRECOVERABLE ->
                fail(new IllegalStateException("the subscribe of a stream was answered with " + result));
        }
    }

    private void onFailure(@Nullable Throwable failure) {
        if (failure instanceof LimitExceededException) {
            session().disconnect(DisconnectReason.OVERLOADED);
        } else {
            fail(failure == null ? new IllegalStateException("the subscribe has no result") : failure);
        }
    }

    /** The client reconnects, and the application decides about the request again. */
    private void unsubscribed() {
        session().disconnect(DisconnectReason.SUBSCRIPTION_EXPIRED);
    }

    /** Sends a message for this client as an event. */
    @Override
    public void onDirect(Payload message) {
        session().send(session().connection().framing().message(message));
    }

    @Override
    void onEnd() {}

    /** A subscription without positions. */
    private final class LiveSubscription implements SubscriptionHandler {
        @Override
        public void onSubscribed(Subscribed result) {}

        @Override
        public void onUnsubscribed(UnsubscribeReason reason) {
            unsubscribed();
        }
    }
}
