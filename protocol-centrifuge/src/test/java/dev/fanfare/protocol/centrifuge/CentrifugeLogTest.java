package dev.fanfare.protocol.centrifuge;

import static dev.fanfare.protocol.centrifuge.JsonCommandsTest.ask;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.fanfare.model.access.Admission;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Log entries about disconnects and failed commands. */
class CentrifugeLogTest {
    private static final String TOKEN = "token-that-must-not-be-logged";

    private final List<Logger> loggers = List.of((Logger) LoggerFactory.getLogger("dev.fanfare.disconnects"), (Logger)
            LoggerFactory.getLogger("dev.fanfare.protocol.centrifuge.client"));
    private final Recorder recorder = new Recorder();
    private final FakeAccess access = new FakeAccess();
    private final CentrifugeServer server = new CentrifugeServer(access);

    /** Records all events; other tests may log at the same time. */
    private static final class Recorder extends AppenderBase<ILoggingEvent> {
        private final Queue<String> entries = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            entries.add(event.getFormattedMessage() + " " + event.getKeyValuePairs());
        }
    }

    @BeforeEach
    void record() {
        recorder.start();
        loggers.forEach(logger -> {
            logger.addAppender(recorder);
            logger.setLevel(Level.DEBUG);
        });
        access.admission = () -> CompletableFuture.completedStage(Admission.of("logged-user"));
    }

    @AfterEach
    void close() {
        loggers.forEach(logger -> {
            logger.detachAppender(recorder);
            logger.setLevel(null);
        });
        server.close();
    }

    @Test
    void disconnect_isLoggedWithClientUserAndReason() {
        var client = server.open();
        var id = ask(client, "{\"id\":1,\"connect\":{\"token\":\"" + TOKEN + "\"}}")
                .replaceAll(".*\"client\":\"([^\"]+)\".*", "$1");
        client.sendText("{\"id\":2,\"refresh\":{\"token\":\"" + TOKEN + "\"}}");
        assertThat(client.receiveClose().code()).isEqualTo(3501);

        assertThat(recorder.entries)
                .anySatisfy(entry -> assertThat(entry)
                        .contains(id, "user=\"logged-user\"", "code=\"3501\"", "reason=\"bad request\""))
                .anySatisfy(
                        entry -> assertThat(entry).contains("Refresh 2 of client " + id + " failed: 3501 bad request"))
                .noneSatisfy(entry -> assertThat(entry).contains(TOKEN));
    }

    @Test
    void malformedMessage_isLoggedWithoutItsContent() {
        var client = server.open();
        client.sendText("{\"id\":1,\"connect\":{\"token\":" + TOKEN + "}}");
        assertThat(client.receiveClose().code()).isEqualTo(3501);

        assertThat(recorder.entries)
                .anySatisfy(entry -> assertThat(entry).contains("disconnecting client ", "invalid JSON"))
                .noneSatisfy(entry -> assertThat(entry).contains(TOKEN));
    }
}
