package dev.fanfare.engine.redis.link;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Publishes messages together, each with its own command. Confined to the link's loop. The commands have no futures, which
 * reduces their cost.
 *
 * @param <T> type of the result of a message
 */
public final class MessageBatch<T> {
    private final CommandType command;
    private final List<BatchResult<T>> results;
    private final CompletableFuture<List<BatchResult<T>>> outcome = new CompletableFuture<>();
    private int sent;
    private int pending;

    /** Creates a batch of {@code count} messages. {@code accepted} is the result of a message that the server accepts. */
    public MessageBatch(PubSub pubSub, int count, BatchResult<T> accepted) {
        command = pubSub.publishCommand();
        results = new ArrayList<>(Collections.nCopies(count, accepted));
        pending = count;
    }

    /** Sends the next message. */
    public void send(StatefulRedisConnection<String, byte[]> connection, String channel, byte[] message) {
        var arguments = new CommandArgs<>(Link.CODEC)
                .add(channel.getBytes(StandardCharsets.UTF_8))
                .add(message);
        connection.dispatch(new Publish(sent++, arguments));
    }

    /** Returns the results of all messages, in their order. */
    public CompletionStage<List<BatchResult<T>>> results() {
        return outcome;
    }

    private void end() {
        pending--;
        if (pending == 0) {
            outcome.complete(results);
        }
    }

    private final class Publish extends Command<String, byte[], Long> {
        private final int index;
        private boolean ended;

        Publish(int index, CommandArgs<String, byte[]> arguments) {
            super(command, new IntegerOutput<>(Link.CODEC), arguments);
            this.index = index;
        }

        @Override
        public void complete() {
            super.complete();
            var error = getError();
            if (error != null) {
                fail(new RedisCommandExecutionException(error));
            } else if (!ended) {
                ended = true;
                end();
            }
        }

        @Override
        public boolean completeExceptionally(Throwable failure) {
            boolean first = super.completeExceptionally(failure);
            fail(failure);
            return first;
        }

        @Override
        public void cancel() {
            super.cancel();
            fail(new IllegalStateException("the connection was closed"));
        }

        private void fail(Throwable failure) {
            if (!ended) {
                ended = true;
                results.set(index, new BatchResult.Failure<>(failure));
                end();
            }
        }
    }
}
