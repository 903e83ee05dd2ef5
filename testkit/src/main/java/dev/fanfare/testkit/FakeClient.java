package dev.fanfare.testkit;

import dev.fanfare.core.channel.Payload;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.node.SubscribeResult;
import dev.fanfare.core.protocol.PushEncoder;
import dev.fanfare.core.protocol.RawEncoder;
import dev.fanfare.core.session.Session;
import dev.fanfare.core.transport.EventLoop;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A client of a node over a {@link FakeConnection}, speaking the raw protocol. Confined to its event loop, as far as its
 * parts are.
 */
public final class FakeClient {
    private static final PushEncoder RAW = new RawEncoder(PlainFraming.PLAIN);

    private final Node node;
    private final FakeConnection connection;
    private final RecordingListener listener = new RecordingListener();
    private final Session session;

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

    /** Subscribes and tells nobody. */
    public CompletableFuture<SubscribeResult> subscribe(String channel) {
        return subscribe(channel, () -> {});
    }

    /** Subscribes, and runs the answer in its time. */
    public CompletableFuture<SubscribeResult> subscribe(String channel, Runnable answer) {
        return subscribe(channel, RAW, answer);
    }

    /** Subscribes with an encoder of the test's. */
    public CompletableFuture<SubscribeResult> subscribe(String channel, PushEncoder encoder, Runnable answer) {
        return node.subscribe(session, channel, encoder, answer).toCompletableFuture();
    }

    public void unsubscribe(String channel) {
        node.unsubscribe(session, channel);
    }

    /** Sends a text through the session's control lane, as a reply is. */
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

    /** The texts it got so far. */
    public List<String> texts() {
        return connection.texts();
    }
}
