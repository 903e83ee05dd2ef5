package dev.fanfare.core.fake;

import dev.fanfare.core.budget.MemoryGovernor;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.node.SubscribeRequest;
import dev.fanfare.core.node.SubscribeResult;
import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.core.node.SubscriptionHandler;
import dev.fanfare.core.protocol.PushEncoder;
import dev.fanfare.core.protocol.RawEncoder;
import dev.fanfare.core.session.Session;
import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.model.client.UnsubscribeReason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A client of a node over a {@link FakeConnection} with the raw protocol. Confined to its event loop, as its parts are.
 */
public final class FakeClient {
    private static final PushEncoder RAW = new RawEncoder(PlainFraming.PLAIN);

    private final Node node;
    private final FakeConnection connection;
    private final RecordingListener listener = new RecordingListener();
    private final Session session;
    private final List<String> unsubscribed = new ArrayList<>();

    private FakeClient(Node node, FakeConnection connection) {
        this.node = node;
        this.connection = connection;
        this.session = node.open(connection, opened -> listener);
        connection.listen(session);
    }

    /** Opens a session on the loop. */
    public static FakeClient connect(Node node, EventLoop loop) {
        return new FakeClient(node, new FakeConnection(loop));
    }

    /** Opens a session on the loop, whose memory is limited. */
    public static FakeClient connect(Node node, EventLoop loop, MemoryGovernor governor) {
        return new FakeClient(node, new FakeConnection(loop, PlainFraming.PLAIN, governor));
    }

    /** Subscribes without a callback. */
    public CompletableFuture<SubscribeResult> subscribe(String channel) {
        return subscribe(channel, () -> {});
    }

    /** Subscribes, and runs the callback with the answer. */
    public CompletableFuture<SubscribeResult> subscribe(String channel, Runnable answer) {
        return subscribe(channel, RAW, answer);
    }

    /** Subscribes with an encoder of the test. */
    public CompletableFuture<SubscribeResult> subscribe(String channel, PushEncoder encoder, Runnable answer) {
        return subscribe(new SubscribeRequest(channel, encoder), answer);
    }

    /** Subscribes to a channel with these options, as a client that returns from this position; null for a new client. */
    public CompletableFuture<SubscribeResult> subscribe(
            String channel, ChannelOptions options, @Nullable StreamPosition since) {
        return subscribe(new SubscribeRequest(channel, RAW, options, since, false), () -> {});
    }

    /** Subscribes with this request, and runs the callback with the answer. */
    public CompletableFuture<SubscribeResult> subscribe(SubscribeRequest request, Runnable answer) {
        return node.subscribe(session, request, new SubscriptionHandler() {
                    @Override
                    public void onSubscribed(Subscribed result) {
                        answer.run();
                    }

                    @Override
                    public void onUnsubscribed(UnsubscribeReason reason) {
                        unsubscribed.add(request.channel() + " " + reason);
                    }
                })
                .toCompletableFuture();
    }

    /** The subscriptions that the server ended: channel and reason, such as {@code news SERVER}. */
    public List<String> unsubscribed() {
        return List.copyOf(unsubscribed);
    }

    /** Identifies the client. */
    public FakeClient identify(String client, String user) {
        node.identify(session, new ClientInfo(client, user));
        return this;
    }

    public void unsubscribe(String channel) {
        node.unsubscribe(session, channel);
    }

    /** Sends a text through the control lane of the session, like a reply. */
    public void reply(String text) {
        session.send(PlainFraming.PLAIN.message(Payload.text(text)));
    }

    public Session session() {
        return session;
    }

    public FakeConnection connection() {
        return connection;
    }

    public RecordingListener listener() {
        return listener;
    }

    /** The texts received so far. */
    public List<String> texts() {
        return connection.texts();
    }
}
