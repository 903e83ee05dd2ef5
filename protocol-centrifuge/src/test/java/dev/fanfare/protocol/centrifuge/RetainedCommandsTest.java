package dev.fanfare.protocol.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.model.access.AccessControl;
import dev.fanfare.model.access.Admission;
import dev.fanfare.model.access.ConnectAttempt;
import dev.fanfare.model.access.ConnectedClient;
import dev.fanfare.model.access.ErrorCode;
import dev.fanfare.model.access.ErrorReplyException;
import dev.fanfare.model.access.Grant;
import dev.fanfare.model.access.SubscriptionAttempt;
import dev.fanfare.testkit.app.TestClient;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Open connections do not reference the data of commands that are answered. */
class RetainedCommandsTest {
    private static final String LONG = "x".repeat(1_000);

    private final Recorder recorder = new Recorder();
    private final CentrifugeServer server = new CentrifugeServer(recorder);

    @AfterEach
    void close() {
        server.close();
    }

    /** Records the data of requests. Clients with a token are refused. */
    private static final class Recorder implements AccessControl {
        private final List<WeakReference<Object>> seen = new ArrayList<>();

        @Override
        public CompletionStage<Admission> connect(ConnectAttempt attempt) {
            attempt.emulatedHeaders().values().forEach(this::record);
            return attempt.token().isEmpty()
                    ? CompletableFuture.completedStage(Admission.of("ann"))
                    : CompletableFuture.failedStage(new ErrorReplyException(ErrorCode.TOKEN_EXPIRED));
        }

        @Override
        public CompletionStage<Grant> subscribe(ConnectedClient client, SubscriptionAttempt attempt) {
            record(attempt.token());
            record(Objects.requireNonNull(attempt.data()));
            return CompletableFuture.completedStage(Grant.OPEN.withData(attempt.data()));
        }

        private void record(Object data) {
            seen.add(new WeakReference<>(data));
        }

        void awaitReleased(int count) {
            assertThat(seen).hasSize(count);
            await().untilAsserted(() -> {
                System.gc();
                assertThat(seen).allMatch(data -> data.refersTo(null));
            });
        }
    }

    @Test
    void subscribe_afterItsReply_isReleased() {
        var client = server.connect();
        for (var channel : List.of("plain", "stream")) {
            client.sendText("{\"id\":2,\"subscribe\":{\"channel\":\"" + channel + "\",\"token\":\"" + LONG
                    + "\",\"recover\":true,\"epoch\":\"" + LONG + "\",\"data\":\"" + LONG + "\"}}");
            assertThat(client.receiveText()).contains("\"subscribe\":{");
        }

        recorder.awaitReleased(4);
        assertSubscribed(client);
    }

    @Test
    void headers_afterARefusal_areReleased() {
        var client = server.open();
        client.sendText("{\"id\":1,\"connect\":{\"token\":\"expired\",\"headers\":{\"a\":\"" + LONG + "\",\"b\":\""
                + LONG + "\"}}}");
        assertThat(client.receiveText()).contains("\"code\":109");

        recorder.awaitReleased(2);
        client.receiveNothing();
    }

    private void assertSubscribed(TestClient client) {
        server.publish("plain", "1");
        assertThat(client.receiveText()).contains("\"data\":1");
    }
}
