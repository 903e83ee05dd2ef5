package dev.fanfare.protocol.centrifuge;

import static dev.fanfare.protocol.centrifuge.JsonCommandsTest.ask;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.model.access.Admission;
import dev.fanfare.model.access.ErrorCode;
import dev.fanfare.model.access.ErrorReplyException;
import dev.fanfare.model.access.Grant;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.monitoring.MemoryKind;
import dev.fanfare.testkit.app.TestStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Access control that completes late, never or incorrectly. */
class SlowAnswersTest {
    private static final String CONNECT = "{\"id\":1,\"connect\":{}}";
    private static final String RPC = "{\"id\":3,\"rpc\":{\"method\":\"m\"}}";
    private static final String SUBSCRIBE = "{\"id\":2,\"subscribe\":{\"channel\":\"plain\"}}";

    private final FakeAccess access = new FakeAccess();
    private final CentrifugeServer server = new CentrifugeServer(access);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void pongs_doNotWaitForPendingCommands() {
        var answer = new CompletableFuture<Payload>();
        access.result = () -> answer;
        var client = server.connect();
        client.sendText(RPC);
        for (int ping = 0; ping < 3; ping++) {
            server.transport.advance(ping == 0 ? Duration.ofMillis(13_500) : Duration.ofSeconds(25));
            assertThat(client.receiveText()).isEqualTo("{}");
            client.sendText("{}");
        }
        answer.complete(Payload.text("late"));

        assertThat(client.receiveText()).isEqualTo("{\"id\":3,\"rpc\":{\"data\":\"late\"}}");
    }

    @Test
    void pongs_whileReadingIsPaused_mayBeLate() {
        var answer = new CompletableFuture<Payload>();
        access.result = () -> answer;
        var client = server.connect();
        client.sendText((RPC + "\n").repeat(300));
        for (int ping = 0; ping < 3; ping++) {
            server.transport.advance(ping == 0 ? Duration.ofMillis(13_500) : Duration.ofSeconds(25));
            assertThat(client.receiveText()).isEqualTo("{}");
            client.sendText("{}");
        }
        answer.complete(Payload.text("late"));
        for (int i = 0; i < 300; i++) {
            assertThat(client.receiveText()).contains("late");
        }

        assertThat(ask(client, SUBSCRIBE)).isEqualTo("{\"id\":2,\"subscribe\":{}}");
    }

    @Test
    void errorThrown_isInternalErrorReply() {
        var client = server.connect();
        access.result = () -> {
            throw new AssertionError("a bug");
        };
        access.grant = () -> {
            throw new StackOverflowError("another");
        };

        assertThat(ask(client, RPC)).contains("\"code\":100");
        assertThat(ask(client, SUBSCRIBE)).contains("\"code\":100");
        access.grant = () -> CompletableFuture.completedStage(Grant.OPEN);
        assertThat(ask(client, SUBSCRIBE)).isEqualTo("{\"id\":2,\"subscribe\":{}}");
    }

    @Test
    @SuppressWarnings("NullAway") // returns null on purpose
    void nullStage_isInternalErrorReply() {
        access.admission = () -> null;
        var refused = server.open();
        assertThat(ask(refused, CONNECT)).contains("\"code\":100");
        server.transport.advance(Duration.ofSeconds(6));
        assertThat(refused.receiveClose().code()).isEqualTo(3000);

        access.admission = () -> CompletableFuture.completedStage(Admission.of("ann"));
        var client = server.connect();
        access.grant = () -> null;
        assertThat(ask(client, SUBSCRIBE)).contains("\"code\":100");
        assertThat(ask(client, SUBSCRIBE)).contains("\"code\":100");
    }

    @Test
    void connect_neverDecided_isStale() {
        access.admission = CompletableFuture::new;
        var client = server.open();
        client.sendText(CONNECT + "\n" + SUBSCRIBE);
        server.transport.advance(Duration.ofSeconds(11));

        assertThat(client.receiveClose().code()).isEqualTo(3502);
        assertThat(server.node.channelCount()).isZero();
    }

    @Test
    void client_withPendingCommands_isNotRead() {
        var answer = new CompletableFuture<Payload>();
        access.result = () -> answer;
        var client = server.connect();
        var rpc = "{\"id\":3,\"rpc\":{\"method\":\"m\",\"data\":\"" + "x".repeat(60_000) + "\"}}";
        client.timeout(Duration.ofMillis(50));
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        client.sendText(rpc);
                    }
                })
                .hasMessageContaining("does not read");
        client.timeout(Duration.ofSeconds(5));
        answer.complete(Payload.text("late"));

        for (int i = 0; i < 18; i++) {
            assertThat(client.receiveText()).contains("late");
        }
    }

    @Test
    void client_whoseConnectIsUndecided_sendsOneMessage() {
        var answer = new CompletableFuture<Admission>();
        access.admission = () -> answer;
        var client = server.open();
        client.sendText(CONNECT);
        client.sendText(RPC.replace("}}", ",\"data\":\"" + "x".repeat(60_000) + "\"}}"));
        server.transport.advance(Duration.ofSeconds(1));
        assertThat(server.transport.governor().budget(MemoryKind.INBOXES).used())
                .isZero();

        answer.complete(Admission.of("ann"));

        assertThat(client.receiveText()).contains("\"connect\":{\"client\"");
        assertThat(client.receiveText()).contains("\"rpc\"");
    }

    @Test
    void client_whoseConnectIsRefused_isReadAgain() {
        access.admission = () -> CompletableFuture.failedStage(new ErrorReplyException(ErrorCode.EXPIRED));
        var client = server.open();
        assertThat(ask(client, CONNECT)).contains("\"code\":110");
        client.sendText(CONNECT);

        assertThat(client.receiveClose().code()).isEqualTo(3501);
    }

    @Test
    void emulatedClient_manyPendingCommands_disconnects() {
        access.result = CompletableFuture::new;
        var stream = stream();
        var connected = JsonMapper.shared().readTree(stream.receiveLine()).get("connect");
        for (int i = 0; i < 300; i++) {
            server.emulate(connected, RPC);
        }

        assertThat(stream.receiveLine()).contains("\"disconnect\":{\"code\":3013,");
    }

    @Test
    void emulatedClient_largePendingCommands_disconnects() {
        access.result = CompletableFuture::new;
        var stream = stream();
        var connected = JsonMapper.shared().readTree(stream.receiveLine()).get("connect");
        var rpc = "{\"id\":3,\"rpc\":{\"method\":\"m\",\"data\":\"" + "x".repeat(60_000) + "\"}}";
        for (int i = 0; i < 40; i++) {
            server.emulate(connected, rpc);
        }

        assertThat(stream.receiveLine()).contains("\"disconnect\":{\"code\":3013,");
    }

    private TestStream stream() {
        return server.transport.stream("POST", Centrifuge.HTTP_STREAM, CONNECT.getBytes(UTF_8));
    }
}
