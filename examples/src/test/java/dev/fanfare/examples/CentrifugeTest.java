package dev.fanfare.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.app.Fanfare;
import dev.fanfare.app.FanfareSettings;
import dev.fanfare.model.access.AccessControl;
import dev.fanfare.model.access.Admission;
import dev.fanfare.model.access.BlockingAccess;
import dev.fanfare.model.access.ConnectAttempt;
import dev.fanfare.model.access.ConnectedClient;
import dev.fanfare.model.access.ErrorCode;
import dev.fanfare.model.access.ErrorReplyException;
import dev.fanfare.model.access.Grant;
import dev.fanfare.model.access.SubscriptionAttempt;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.protocol.centrifuge.Centrifuge;
import dev.fanfare.testkit.app.HandshakeRefusedException;
import dev.fanfare.testkit.memory.MemoryTransport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Centrifuge clients in addition to the routes of an application; docs/centrifuge.md shows these regions. */
class CentrifugeTest {
    private final MemoryTransport transport = new MemoryTransport();
    private final Fanfare app = Fanfare.create(FanfareSettings.DEFAULTS, transport);

    // region: access
    /** Authenticated users may read the news. Each is subscribed to a personal channel at connect. */
    static final class Members implements BlockingAccess {
        private final Map<String, String> userOfToken; // in practice a session store or a JWT verifier

        Members(Map<String, String> userOfToken) {
            this.userOfToken = userOfToken;
        }

        @Override
        public Admission connect(ConnectAttempt attempt) {
            var user = Optional.ofNullable(userOfToken.get(attempt.token()))
                    .orElseThrow(() -> new ErrorReplyException(ErrorCode.UNAUTHORIZED));
            return Admission.of(user).withChannels(Map.of("user-" + user, Grant.PLAIN));
        }

        @Override
        public Grant subscribe(ConnectedClient client, SubscriptionAttempt attempt) {
            if (!attempt.channel().startsWith("news")) {
                throw new ErrorReplyException(ErrorCode.PERMISSION_DENIED);
            }
            return Grant.OPEN;
        }

        @Override
        public Payload rpc(ConnectedClient client, String method, Payload data) {
            return switch (method) {
                case "whoami" -> Payload.text(client.user());
                default -> throw new ErrorReplyException(ErrorCode.METHOD_NOT_FOUND);
            };
        }
    }
    // endregion

    @AfterEach
    void close() {
        app.close();
    }

    @Test
    void members_readWhatTheApplicationPublishes() {
        var members = new Members(Map.of("secret", "ann"));
        // region: mount
        app.channels("news", ChannelOptions.history(100, Duration.ofMinutes(5)).recovery());
        app.mount(Centrifuge.with(AccessControl.of(members)));
        // endregion
        app.websocket("/raw", ws -> {
            ws.subscribe(app.channel("news"));
            ws.awaitClose();
        });
        app.listen(0);
        var raw = transport.connect("/raw");
        var stream = transport.stream("POST", Centrifuge.UNI_SSE, "{\"token\":\"secret\"}".getBytes(UTF_8));
        stream.receiveTo("\r\n");
        assertThat(stream.receiveEvent()).contains("\"user-ann\"");
        var client = transport.connect(Centrifuge.WEBSOCKET);
        client.sendText(
                "{\"id\":1,\"connect\":{\"token\":\"secret\"}}\n{\"id\":2,\"subscribe\":{\"channel\":\"news\"}}\n"
                        + "{\"id\":3,\"subscribe\":{\"channel\":\"other\"}}\n{\"id\":4,\"rpc\":{\"method\":\"whoami\"}}");
        assertThat(client.receiveText()).contains("\"connect\":");
        assertThat(client.receiveText() + client.receiveText() + client.receiveText())
                .contains("\"subscribe\":{", "\"code\":103", "{\"id\":4,\"rpc\":{\"data\":\"ann\"}}");

        // region: publish
        app.channel("news").publishJson(Map.of("title", "hello"));
        app.channel("user-ann").publish("only for you");
        app.disconnectUser("bob");
        // endregion

        assertThat(raw.receiveText()).isEqualTo("{\"title\":\"hello\"}");
        assertThat(client.receiveText() + client.receiveText())
                .contains("\"data\":{\"title\":\"hello\"},\"offset\":1", "\"data\":\"only for you\"");
        assertThat(stream.receiveEvent()).contains("\"data\":\"only for you\"");
    }

    @Test
    void connect_invalidToken_repliesUnauthorized() {
        app.mount(Centrifuge.with(AccessControl.of(new Members(Map.of()))));
        app.listen(0);
        var client = transport.connect(Centrifuge.WEBSOCKET);
        client.sendText("{\"id\":1,\"connect\":{\"token\":\"guess\"}}");

        assertThat(client.receiveText()).isEqualTo("{\"id\":1,\"error\":{\"code\":101,\"message\":\"unauthorized\"}}");
    }

    @Test
    void middleware_guardsEveryEndpoint() {
        app.use((request, next) -> {
            throw new IllegalStateException("closed");
        });
        app.mount(Centrifuge.open());
        app.listen(0);

        for (var path : List.of(Centrifuge.WEBSOCKET, Centrifuge.UNI_WEBSOCKET)) {
            assertThatThrownBy(() -> transport.connect(path)).as(path).isInstanceOf(HandshakeRefusedException.class);
        }
        for (var path : List.of(
                Centrifuge.HTTP_STREAM,
                Centrifuge.SSE,
                Centrifuge.EMULATION,
                Centrifuge.UNI_HTTP_STREAM,
                Centrifuge.UNI_SSE,
                Centrifuge.INIT)) {
            assertThat(transport.post(path, "{}").status()).as(path).isEqualTo(500);
        }
        assertThat(transport.get(Centrifuge.UNI_SSE).status()).isEqualTo(500);
    }
}
