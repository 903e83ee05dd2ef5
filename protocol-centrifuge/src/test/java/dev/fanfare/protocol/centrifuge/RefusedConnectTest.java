package dev.fanfare.protocol.centrifuge;

import static dev.fanfare.protocol.centrifuge.JsonCommandsTest.ask;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.model.access.Admission;
import dev.fanfare.model.access.DisconnectException;
import dev.fanfare.model.access.ErrorCode;
import dev.fanfare.model.access.ErrorReplyException;
import dev.fanfare.model.access.Grant;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.testkit.app.TestClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Failed connects and their cleanup. */
class RefusedConnectTest {
    private static final String CONNECT = "{\"id\":1,\"connect\":{}}";
    private static final String SUBSCRIBE = "{\"id\":2,\"subscribe\":{\"channel\":\"plain\"}}";

    private final FakeAccess access = new FakeAccess();
    private final CentrifugeServer server = new CentrifugeServer(access);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void subscribes_inSameFrame_areDiscarded() {
        access.admission = () -> CompletableFuture.failedStage(new ErrorReplyException(ErrorCode.TOKEN_EXPIRED));
        var client = server.open();
        client.sendText(CONNECT + "\n" + SUBSCRIBE);

        assertThat(client.receiveText()).contains("\"code\":109");
        client.receiveNothing();
        server.transport.advance(Duration.ofSeconds(6));
        assertThat(client.receiveClose().code()).isEqualTo(3000);
    }

    @Test
    void subscribes_waitingForConnect_areDiscarded() {
        var later = new CompletableFuture<Admission>();
        access.admission = () -> later;
        var client = server.open();
        client.sendText(CONNECT + "\n" + SUBSCRIBE);
        client.receiveNothing();
        later.completeExceptionally(new ErrorReplyException(ErrorCode.INTERNAL));

        assertThat(client.receiveText()).contains("\"code\":100");
        client.receiveNothing();
        assertThat(server.node.channelCount()).isZero();
    }

    /** Both names are reserved; the failure arrives after other subscriptions have started. */
    @ParameterizedTest
    @ValueSource(strings = {"own", "owner"})
    void serverSideSubscriptions_endWithFailedConnect(String bad) {
        access.admission = () -> CompletableFuture.completedStage(
                Admission.of("ann").withChannels(Map.of("stream", Grant.OPEN, "kept", Grant.OPEN, bad, Grant.OPEN)));
        var watcher = watcher();
        var client = server.open();

        assertThat(ask(client, CONNECT)).contains("\"id\":1,\"error\"");
        server.publish("stream", "1");
        server.publish("kept", "1");
        client.receiveNothing();
        assertThat(ask(watcher, "{\"id\":7,\"presence\":{\"channel\":\"kept\"}}"))
                .contains("\"presence\":{}");
        assertThat(server.node.channelCount()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "INTERNAL,3004",
        "TOO_MANY_REQUESTS,3013",
        "TOKEN_EXPIRED,3005",
        "EXPIRED,3005",
        "PERMISSION_DENIED,3507",
        "UNAUTHORIZED,3507"
    })
    void unidirectional_error_becomesDisconnect(ErrorCode error, int code) {
        access.admission = () -> CompletableFuture.failedStage(new ErrorReplyException(error));
        var stream = server.transport.stream("POST", Centrifuge.UNI_HTTP_STREAM, "{}".getBytes(UTF_8));

        assertThat(stream.receiveLine()).contains("\"disconnect\":{\"code\":" + code + ",");
        assertThat(stream.awaitEnd()).isTrue();
    }

    @Test
    void unidirectional_disconnect_keepsItsCode() {
        access.admission =
                () -> CompletableFuture.failedStage(new DisconnectException(DisconnectReason.CONNECTION_LIMIT));
        var socket = server.transport.connect(Centrifuge.UNI_WEBSOCKET);
        socket.sendText("{}");

        assertThat(socket.receiveClose().code()).isEqualTo(3504);
    }

    private TestClient watcher() {
        var usual = access.admission;
        access.admission = () -> CompletableFuture.completedStage(Admission.of("bob"));
        var watcher = server.connect();
        access.admission = usual;
        return watcher;
    }
}
