package dev.fanfare.engine.redis.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.fanfare.engine.redis.connection.LinkSettings;
import dev.fanfare.engine.redis.connection.LinkState;
import dev.fanfare.engine.redis.server.RedisProcess;
import dev.fanfare.model.channel.EngineUnavailableException;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A link to a real server. */
class LinkTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int CALLS = 1_000;
    private static final String PROBE = "probe";
    private static final LinkSettings SETTINGS =
            LinkSettings.DEFAULTS.withTimeouts(PATIENCE, Duration.ofSeconds(2), PATIENCE);

    private final RedisProcess server = RedisProcess.start();
    private final LinkLoop loop = new LinkLoop(SETTINGS);
    private final Link link =
            new Link(new ServerAddress(server.url()), PROBE, loop, SETTINGS, List.of(), new IgnoringListener());

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
                .mapToObj(i -> link.submit(1, connection -> connection.async().echo(new byte[] {1}))
                        .toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        await(CompletableFuture.allOf(answers));

        assertThat(waitingCalls()).isZero();
    }

    @Test
    void calls_behindUnansweredOne_areForgotten() throws Exception {
        link.start();
        var pending = new CompletableFuture<Void>();
        var unanswered = link.submit(1, connection -> pending);
        for (int i = 0; i < CALLS; i++) {
            await(link.submit(1, connection -> connection.async().echo(new byte[] {1})));
        }

        assertThat(waitingCalls()).isOne();
        loop.executor().execute(() -> pending.complete(null));
        await(unanswered);
        assertThat(waitingCalls()).isZero();
    }

    @Test
    void subscribe_notPermitted_failsAndIsLoggedByTheLink() throws Exception {
        link.start();
        await(link.submit(1, connection -> connection.async().echo(new byte[] {1})));
        server.run(redis -> redis.aclSetuser(
                "default", AclSetuserArgs.Builder.resetChannels().channelPattern(PROBE)));
        var logger = (Logger) LoggerFactory.getLogger(LinkLog.class);
        var lines = new ListAppender<ILoggingEvent>();
        lines.list = new CopyOnWriteArrayList<>(); // other tests log at the same time
        lines.start();
        logger.addAppender(lines);
        try {
            var subscribe = link.subscribe("other", message -> {});

            assertThatThrownBy(() -> await(subscribe))
                    .hasCauseInstanceOf(EngineUnavailableException.class)
                    .hasMessageContaining("NOPERM");
            waitingCalls(); // the loop logs the error after it has failed the subscribe
        } finally {
            logger.detachAppender(lines);
        }
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .filteredOn(line -> line.contains("server=" + link.name()))
                .singleElement()
                .asString()
                .startsWith("redis-errors");
        assertThat(link.state().ready()).isTrue();
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
