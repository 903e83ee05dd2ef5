package dev.fanfare.engine.redis;

import dev.fanfare.core.port.EpochSource;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult;
import dev.fanfare.model.channel.PublishResult.Accepted;
import dev.fanfare.model.channel.PublishResult.Reason;
import dev.fanfare.model.channel.PublishResult.Suppressed;
import dev.fanfare.model.channel.StreamPosition;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Publishes through a script: those with history or idempotency key. Thread-safe. */
final class Publishing {
    private static final int ACCEPTED = 0;
    private static final int SEEN_BEFORE = 1;
    private static final int OUTDATED = 2;
    private static final byte[] ZERO = Replies.bytes(0);
    private static final byte[] ONE = Replies.bytes(1);

    private final EpochSource epochs;
    private final BooleanSupplier olderNodes;
    private final byte[] windowMillis;

    /** Creates the publishing of a node; the supplier returns true while the cluster has nodes of older versions. */
    Publishing(EpochSource epochs, BooleanSupplier olderNodes, Duration idempotencyWindow) {
        this.epochs = epochs;
        this.olderNodes = olderNodes;
        this.windowMillis = Replies.millis(idempotencyWindow);
    }

    CompletionStage<PublishResult> publish(Shard shard, String channel, byte[] body, PublishOptions options) {
        var keys = shard.keys();
        var key = options.idempotencyKey();
        String[] touched = {keys.meta(channel), keys.stream(channel), keys.answer(channel, key == null ? "" : key)};
        var arguments = arguments(shard, channel, body, options);
        return shard.link().ask(body.length, connection -> {
            long request = shard.guard().beginRequest();
            return Scripts.PUBLISH.run(connection, touched, arguments).thenApply(answer -> {
                var result = result(answer, position(answer));
                shard.guard().published(channel, result, request);
                return result;
            });
        });
    }

    private byte[][] arguments(Shard shard, String channel, byte[] body, PublishOptions options) {
        var retention = options.retention();
        return new byte[][] {
            Replies.bytes(shard.keys().push(channel)),
            body,
            Replies.bytes(epochs.next()),
            retention == null ? ZERO : Replies.bytes(retention.size()),
            retention == null ? ZERO : Replies.millis(retention.age()),
            retention == null ? ZERO : Replies.millis(retention.metaAge()),
            Replies.bytes(options.version()),
            Replies.bytes(options.versionEpoch()),
            options.skipHistory() ? ONE : ZERO,
            options.idempotencyKey() == null ? ZERO : windowMillis,
            Replies.bytes(shard.link().pubSub().command()),
            retention == null ? ZERO : Replies.millis(retention.unpublishedAge()),
            olderNodes.getAsBoolean() ? ONE : ZERO
        };
    }

    private static @Nullable StreamPosition position(List<Object> answer) {
        var position = Replies.position(answer, 1);
        return position.equals(StreamPosition.NONE) ? null : position;
    }

    private static PublishResult result(List<Object> answer, @Nullable StreamPosition position) {
        long code = Replies.number(answer, 0);
        return switch ((int) code) {
            case ACCEPTED -> new Accepted(position);
            case SEEN_BEFORE -> new Suppressed(Reason.IDEMPOTENCY, position);
            case OUTDATED -> new Suppressed(Reason.VERSION, position);
            default -> throw new EngineException("unexpected reply from Redis to a publish: " + code);
        };
    }
}
