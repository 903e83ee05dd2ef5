package dev.fanfare.core.session;

import dev.fanfare.core.fake.CountingMetrics;
import dev.fanfare.core.fake.FakeConnection;
import dev.fanfare.core.fake.PlainFraming;
import dev.fanfare.core.fake.RecordingListener;
import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.Join;
import dev.fanfare.model.channel.Leave;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.Push;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A session without a node, to which a test delivers like the hub. */
final class QueueClient {
    /** The bytes that a queued text adds to its length: the kind byte of {@link PlainFraming}, and the entry. */
    static final int OVERHEAD_BYTES = 1 + Outbox.OVERHEAD_BYTES;

    private final CountingMetrics metrics = new CountingMetrics();
    private final RecordingListener listener = new RecordingListener();
    private final FakeConnection connection;
    private final Session session;

    QueueClient(EventLoop loop, int outboxMaxBytes) {
        var settings =
                new SessionSettings(outboxMaxBytes, 1, Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(5));
        var context = new SessionContext(settings, new HeartbeatWheel(loop, settings, metrics), metrics);
        connection = new FakeConnection(loop);
        session = new Session(connection, context, opened -> listener);
        connection.listen(session);
    }

    /** The limit at which exactly this number of texts of this length can be queued. */
    static int roomFor(int texts, int length) {
        return texts * (length + OVERHEAD_BYTES);
    }

    static Publication tagged(String text, String tag, String value) {
        return new Publication(Payload.text(text), null, Map.of(tag, value), null);
    }

    static Push join(String client) {
        return new Join(new ClientInfo(client, ""));
    }

    /** Delivers publications in one batch. */
    void deliver(SubscriptionQueue lane, String... texts) {
        deliver(lane, Stream.of(texts).map(Payload::text).map(Publication::of).toArray(Push[]::new));
    }

    /** Delivers pushes in one batch. */
    void deliver(SubscriptionQueue lane, Push... pushes) {
        var outgoing = Stream.of(pushes)
                .map(push -> new EncodedPush(encode(push), push))
                .toList();
        try (var batch = connection.loop().join(frames(outgoing))) {
            session.deliver(lane, batch, outgoing);
        }
    }

    void reply(String text) {
        session.send(PlainFraming.PLAIN.message(Payload.text(text)));
    }

    CountingMetrics metrics() {
        return metrics;
    }

    RecordingListener listener() {
        return listener;
    }

    FakeConnection connection() {
        return connection;
    }

    Session session() {
        return session;
    }

    /** The messages received so far. */
    List<String> texts() {
        return connection.texts();
    }

    private static List<Frame> frames(List<EncodedPush> outgoing) {
        return outgoing.stream().map(EncodedPush::frame).toList();
    }

    private static Frame encode(Push push) {
        return PlainFraming.PLAIN.message(
                switch (push) {
                    case Publication publication -> publication.payload();
                    case Join join -> Payload.text("+" + join.info().client());
                    case Leave leave -> Payload.text("-" + leave.info().client());
                });
    }
}
