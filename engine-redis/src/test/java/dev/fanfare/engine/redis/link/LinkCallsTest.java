package dev.fanfare.engine.redis.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.engine.redis.connection.LinkSettings;
import dev.fanfare.engine.redis.connection.LinkState;
import dev.fanfare.engine.redis.server.RedisProcess;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The calls that a link retains on a real server. */
class LinkCallsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int CALLS = 1_000;
    private static final LinkSettings SETTINGS =
            LinkSettings.DEFAULTS.withTimeouts(PATIENCE, Duration.ofSeconds(2), PATIENCE);

    private final RedisProcess server = RedisProcess.start();
    private final LinkLoop loop = new LinkLoop(SETTINGS);
    private final Link link =
            new Link(new ServerAddress(server.url()), "probe", loop, SETTINGS, List.of(), new IgnoringListener());

    @AfterEach
    void stop() throws Exception {
        await(link.close());
        await(loop.shutdown());
        server.close();
    }

    @Test
    void calls_answered_areForgotten() throws Exception {
        link.start();
        var answers = IntStream.range(0, CALLS)
                .mapToObj(i -> link.ask(1, connection -> connection.async().echo(new byte[] {1}))
                        .toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        await(CompletableFuture.allOf(answers));

        assertThat(waitingCalls()).isZero();
    }

    @Test
    void calls_behindUnansweredOne_areForgotten() throws Exception {
        link.start();
        var pending = new CompletableFuture<Void>();
        var unanswered = link.ask(1, connection -> pending);
        for (int i = 0; i < CALLS; i++) {
            await(link.ask(1, connection -> connection.async().echo(new byte[] {1})));
        }

        assertThat(waitingCalls()).isOne();
        loop.executor().execute(() -> pending.complete(null));
        await(unanswered);
        assertThat(waitingCalls()).isZero();
    }

    private int waitingCalls() throws Exception {
        return await(CompletableFuture.supplyAsync(link::waitingCalls, loop.executor()));
    }

    private static <T> T await(CompletionStage<T> stage)
            throws ExecutionException, InterruptedException, TimeoutException {
        return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static final class IgnoringListener implements LinkListener {
        @Override
        public CompletionStage<Void> onConnected(
                StatefulRedisConnection<String, byte[]> connection, ServerIdentity server, Runnable progress) {
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void onInterrupted() {}

        @Override
        public void onServerChanged() {}

        @Override
        public void onState(LinkState state) {}
    }
}
