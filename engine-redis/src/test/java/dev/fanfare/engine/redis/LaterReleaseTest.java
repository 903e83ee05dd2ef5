package dev.fanfare.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.fanfare.core.port.HistoryBroker.HistoryQuery;
import dev.fanfare.engine.redis.link.MessageFaults;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.EngineException;
import io.lettuce.core.XAddArgs;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Data in formats that a later release could write. */
class LaterReleaseTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String CHANNEL = "news";

    private static final class Lines extends AppenderBase<ILoggingEvent> {
        private final List<String> all = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent line) {
            all.add(line.getFormattedMessage());
        }
    }

    private final RedisSettings settings = TestRedis.settings();
    private final Keys keys = settings.locations().getFirst().keys();
    private final Logger logger = (Logger) LoggerFactory.getLogger(MessageFaults.class);
    private final Lines lines = new Lines();
    private TestNode node;

    @BeforeEach
    void start() {
        logger.setLevel(Level.INFO);
        lines.start();
        logger.addAppender(lines);
        node = new TestNode(settings);
        node.engine().ready().toCompletableFuture().join();
    }

    @AfterEach
    void stop() {
        node.close();
        logger.detachAppender(lines);
    }

    @Test
    void pushes_ofLaterRelease_areSkippedAndLoggedOnce() {
        var reader = node.read(CHANNEL);
        await().atMost(PATIENCE).until(reader::isSubscribed);

        send(keys.push(CHANNEL), 9, 1, 0);
        send(keys.push(CHANNEL), 9, 1, 0);
        send(keys.push(CHANNEL), 1, 9, 0);
        node.publishAll(CHANNEL, "1");

        await().atMost(PATIENCE).until(() -> reader.texts().contains("1"));
        assertThat(reader.texts()).containsExactly("1");
        assertThat(linesOf(keys.push(CHANNEL)))
                .hasSize(2)
                .satisfiesExactly(
                        version -> assertThat(version)
                                .contains("message-unreadable", "unsupported message version 9", "supports version 1"),
                        type -> assertThat(type).contains("unsupported message type 9"));
    }

    @Test
    void nodeMessages_ofLaterRelease_areSkippedAndLoggedOnce() {
        send(keys.allNodes(), 9, 1);
        send(keys.allNodes(), 1, 9);
        send(keys.allNodes(), new NodeEnvelope(NodeEnvelope.Type.MESSAGE, "later", 0, new byte[] {9}).toBytes());
        send(keys.allNodes(), new NodeEnvelope(NodeEnvelope.Type.QUESTION, "later", 1, new byte[] {9}).toBytes());

        await().atMost(PATIENCE).until(() -> linesOf("node later").size() == 1);
        assertThat(linesOf("node later")).singleElement().asString().contains("unsupported type 9");
        assertThat(linesOf(keys.allNodes())).hasSize(2);
        var answers = join(node.node().topics().survey("topic", new byte[0], PATIENCE));
        assertThat(answers).hasSize(1);
    }

    @Test
    void historyEntry_ofLaterRelease_failsTheRead() {
        // The message of the failure contains the channel, which must not be mistaken for an error of Redis.
        var channel = "ASK";
        node.publishAll(channel, "1", "2");
        TestRedis.server().run(redis -> {
            redis.xtrim(keys.stream(channel), 1);
            redis.hset(keys.meta(channel), "s", "3");
            redis.xadd(keys.stream(channel), new XAddArgs().id("3-0"), "d", "\t\0");
        });

        assertThatThrownBy(() -> join(node.engine().broker().history(channel, new HistoryQuery(null, -1, false))))
                .hasCauseInstanceOf(EngineException.class)
                .hasMessageContaining("publication 3 in the history of ASK: unsupported kind 9");
        assertThat(node.engine().isReady()).isTrue();
        assertThat(linesOf("history of ASK")).singleElement().asString().contains("unsupported kind 9 of data");
    }

    @Test
    void earlierEpochs_ofLaterRelease_areLostAndLogged() {
        var position = node.publishAll(CHANNEL, "1").getLast();
        TestRedis.server().run(redis -> {
            redis.hset(keys.meta(CHANNEL), "e", "later");
            redis.hset(keys.meta(CHANNEL), "l", "2;" + position.epoch());
        });

        assertThat(node.missed(CHANNEL, position)).isNull();
        assertThat(linesOf("history of news")).singleElement().asString().contains("unsupported version");
    }

    @Test
    void presence_ofLaterRelease_failsTheQuery() {
        join(node.engine().presence().add(CHANNEL, new ClientInfo("c1", "ann"), PATIENCE));
        TestRedis.server().run(redis -> redis.hset(keys.clientData(CHANNEL), "c1", "\t\0"));

        assertThatThrownBy(() -> join(node.engine().presence().members(CHANNEL)))
                .hasMessageContaining("unsupported kind 9 of data");
        assertThat(linesOf("presence of news")).singleElement().asString().contains("unsupported kind 9 of data");
    }

    private List<String> linesOf(String source) {
        return lines.all.stream()
                .filter(line -> line.contains("source=" + source + " "))
                .toList();
    }

    private static void send(String channel, int... bytes) {
        var text = new StringBuilder();
        for (int each : bytes) {
            text.append((char) each);
        }
        TestRedis.server().run(redis -> redis.publish(channel, text.toString()));
    }

    private static void send(String channel, byte[] ascii) {
        TestRedis.server().run(redis -> redis.publish(channel, new String(ascii, StandardCharsets.US_ASCII)));
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
