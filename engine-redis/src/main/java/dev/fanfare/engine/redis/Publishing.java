package dev.fanfare.engine.redis;

import dev.fanfare.core.port.EpochSource;
import dev.fanfare.engine.redis.link.BatchRequest;
import dev.fanfare.engine.redis.link.BatchResult;
import dev.fanfare.engine.redis.link.MessageBatch;
import dev.fanfare.engine.redis.link.PubSub;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.PublishResult;
import dev.fanfare.model.channel.PublishResult.Accepted;
import dev.fanfare.model.channel.PublishResult.Reason;
import dev.fanfare.model.channel.PublishResult.Suppressed;
import dev.fanfare.model.channel.StreamPosition;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends publications to one server. Confined to the link's loop.
 *
 * <p>All publications of a batch share one script call. If a batch consists of messages without options, they are sent as
 * separate commands, which cost the server half as much.
 */
final class Publishing implements BatchRequest<Outgoing, PublishResult> {
    private static final int FAILED = -1;
    private static final int ACCEPTED = 0;
    private static final int SEEN_BEFORE = 1;
    private static final int OUTDATED = 2;
    private static final BatchResult<PublishResult> SENT = new BatchResult.Success<>(new Accepted(null));

    private final Keys keys;
    private final PubSub pubSub;
    private final EpochGuard guard;
    private final EpochSource epochs;
    private final BooleanSupplier olderNodes;
    private final Duration idempotencyWindow;

    /** Creates an instance for a shard. {@code olderNodes} returns true while the cluster has nodes of older versions. */
    Publishing(
            Keys keys,
            PubSub pubSub,
            EpochGuard guard,
            EpochSource epochs,
            BooleanSupplier olderNodes,
            Duration idempotencyWindow) {
        this.keys = keys;
        this.pubSub = pubSub;
        this.guard = guard;
        this.epochs = epochs;
        this.olderNodes = olderNodes;
        this.idempotencyWindow = idempotencyWindow;
    }

    @Override
    public CompletionStage<List<BatchResult<PublishResult>>> send(
            StatefulRedisConnection<String, byte[]> connection, List<Outgoing> publications) {
        return publications.stream().allMatch(Outgoing::isMessage)
                ? sendMessages(connection, publications)
                : runScript(connection, publications);
    }

    private CompletionStage<List<BatchResult<PublishResult>>> sendMessages(
            StatefulRedisConnection<String, byte[]> connection, List<Outgoing> messages) {
        var batch = new MessageBatch<>(pubSub, messages.size(), SENT);
        for (var message : messages) {
            batch.send(connection, keys.push(message.channel()), message.data());
        }
        return batch.results();
    }

    private CompletionStage<List<BatchResult<PublishResult>>> runScript(
            StatefulRedisConnection<String, byte[]> connection, List<Outgoing> publications) {
        var arguments = new PublishArguments(keys, idempotencyWindow, publications.size());
        publications.forEach(arguments::add);
        long request = guard.beginRequest();
        return Scripts.PUBLISH
                .run(connection, arguments.keys(), arguments.values(pubSub, epochs.next(), olderNodes.getAsBoolean()))
                .thenApply(answer -> results(publications, answer, request));
    }

    private List<BatchResult<PublishResult>> results(List<Outgoing> publications, List<Object> answer, long request) {
        if (answer.size() != publications.size()) {
            throw new EngineException("unexpected reply from Redis to a publish: " + answer.size()
                    + " results, expected " + publications.size());
        }
        var results = new ArrayList<BatchResult<PublishResult>>(answer.size());
        for (int i = 0; i < answer.size(); i++) {
            results.add(
                    answer.get(i) instanceof Long
                            ? SENT
                            : result(publications.get(i).channel(), answer, i, request));
        }
        return results;
    }

    /** Returns the result of a publication. A corrupt reply fails only its own publication. */
    private BatchResult<PublishResult> result(String channel, List<Object> answers, int index, long request) {
        try {
            var answer = Replies.list(answers, index);
            long code = Replies.number(answer, 0);
            if (code == FAILED) {
                return new BatchResult.Failure<>(new RedisCommandExecutionException(Replies.text(answer, 1)));
            }
            var result = result(code, position(answer));
            guard.published(channel, result, request);
            return new BatchResult.Success<>(result);
        } catch (EngineException | IllegalArgumentException corrupt) {
            return new BatchResult.Failure<>(corrupt);
        }
    }

    private static @Nullable StreamPosition position(List<Object> answer) {
        var position = Replies.position(answer, 1);
        return position.equals(StreamPosition.NONE) ? null : position;
    }

    private static PublishResult result(long code, @Nullable StreamPosition position) {
        return switch ((int) code) {
            case ACCEPTED -> new Accepted(position);
            case SEEN_BEFORE -> new Suppressed(Reason.IDEMPOTENCY, position);
            case OUTDATED -> new Suppressed(Reason.VERSION, position);
            default -> throw new EngineException("unexpected reply from Redis to a publish: " + code);
        };
    }
}
