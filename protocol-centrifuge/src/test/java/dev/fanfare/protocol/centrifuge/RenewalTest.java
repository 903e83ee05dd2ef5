package dev.fanfare.protocol.centrifuge;

import static dev.fanfare.protocol.centrifuge.JsonCommandsTest.ask;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.model.access.AccessControl;
import dev.fanfare.model.access.Admission;
import dev.fanfare.model.access.ConnectAttempt;
import dev.fanfare.model.access.ConnectedClient;
import dev.fanfare.model.access.DisconnectException;
import dev.fanfare.model.access.ErrorCode;
import dev.fanfare.model.access.ErrorReplyException;
import dev.fanfare.model.access.Expiry;
import dev.fanfare.model.access.Grant;
import dev.fanfare.model.access.PublishGrant;
import dev.fanfare.model.access.Renewal;
import dev.fanfare.model.access.SubscriptionAttempt;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.protocol.centrifuge.settings.CentrifugeSettings;
import dev.fanfare.testkit.app.TestClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Server-side renewal of connections and subscriptions, and the metadata of connections. */
class RenewalTest {
    private static final CentrifugeSettings DEFAULTS = CentrifugeSettings.DEFAULTS;
    private static final CentrifugeSettings TELLS_TIME = new CentrifugeSettings(
            DEFAULTS.staleAfter(),
            DEFAULTS.refusedCloseDelay(),
            DEFAULTS.expiredCloseDelay(),
            DEFAULTS.expiredSubscriptionDelay(),
            DEFAULTS.maxMessageBytes(),
            DEFAULTS.maxWaitingCommands(),
            DEFAULTS.maxBytesPerSecond(),
            DEFAULTS.historyLimit(),
            true,
            CentrifugeSettings.DEFAULTS.rates());

    private final Decisions decisions = new Decisions();
    private final CentrifugeServer server = new CentrifugeServer(decisions, TELLS_TIME);

    @AfterEach
    void close() {
        server.close();
    }

    /** Admits all clients for five seconds and then renews them as the test specifies. */
    private final class Decisions implements AccessControl {
        private final List<String> asked = new ArrayList<>();
        private CompletionStage<Renewal> answer = CompletableFuture.completedStage(Renewal.OVER);

        @Override
        public CompletionStage<Admission> connect(ConnectAttempt attempt) {
            var admission = Admission.of("ann").withMeta(json("{\"client\":\"" + attempt.client() + "\"}"));
            return CompletableFuture.completedStage(
                    attempt.token().isEmpty() ? admission.withExpiry(inFiveSeconds()) : admission);
        }

        @Override
        public CompletionStage<Grant> subscribe(ConnectedClient client, SubscriptionAttempt attempt) {
            return CompletableFuture.completedStage(
                    Grant.OPEN.withExpiry(inFiveSeconds()).withChanInfo(json("1")));
        }

        @Override
        public CompletionStage<PublishGrant> publish(ConnectedClient client, String channel, Payload data) {
            return CompletableFuture.completedStage(PublishGrant.of(data)
                    .withTags(Map.of("by", client.user()))
                    .withOptions(PublishOptions.NONE.withIdempotencyKey("once")));
        }

        @Override
        public CompletionStage<Payload> rpc(ConnectedClient client, String method, Payload data) {
            var meta = client.meta();
            return CompletableFuture.completedStage(json("[\"" + client.id() + "\",\"" + client.transport() + "\",\""
                    + client.encoding() + "\"," + (meta == null ? "null" : meta.text()) + ",\""
                    + client.emulatedHeaders().get("X-Of") + "\"]"));
        }

        @Override
        public CompletionStage<Void> presence(ConnectedClient client, String channel) {
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<Renewal> renew(ConnectedClient client) {
            asked.add(client.user());
            return answer;
        }

        @Override
        public CompletionStage<Renewal> renewSubscription(ConnectedClient client, String channel) {
            asked.add(client.user() + " in " + channel);
            return answer;
        }
    }

    @Test
    void connection_renewalDenied_closes() {
        var client = server.open();

        assertThat(ask(client, "{\"id\":1,\"connect\":{}}")).doesNotContain("expires", "ttl");
        server.transport.advance(Duration.ofSeconds(4));
        assertThat(decisions.asked).isEmpty();
        server.transport.advance(Duration.ofSeconds(2));
        assertThat(decisions.asked).containsExactly("ann");
        assertThat(client.receiveClose().code()).isEqualTo(3005);
    }

    @Test
    void connection_renewed_hasNewInfo() {
        decisions.answer = CompletableFuture.completedStage(
                new Renewal(Expiry.NEVER, json("{\"name\":\"Ann\"}"), json("\"new\"")));
        var client = server.connect();
        ask(client, "{\"id\":3,\"subscribe\":{\"channel\":\"kept\"}}");
        server.transport.advance(Duration.ofSeconds(6));

        assertThat(ask(client, "{\"id\":2,\"rpc\":{\"method\":\"meta\"}}")).contains(",\"new\",");
        server.transport.advance(Duration.ofMillis(7_500));
        answerPing(client);
        server.transport.advance(Duration.ofSeconds(25));
        answerPing(client);
        assertThat(ask(client, "{\"id\":4,\"presence\":{\"channel\":\"kept\"}}"))
                .contains("\"conn_info\":{\"name\":\"Ann\"},\"chan_info\":{\"name\":\"Ann\"}");
        assertThat(decisions.asked).containsExactly("ann", "ann in kept");
    }

    @Test
    void connection_renewalUnavailable_isRetried() {
        decisions.answer = CompletableFuture.failedStage(new ErrorReplyException(ErrorCode.INTERNAL));
        var client = server.connect();
        server.transport.advance(Duration.ofSeconds(6));
        client.receiveNothing();
        decisions.answer = CompletableFuture.failedStage(new DisconnectException(CloseReason.custom(4500, "banned")));
        server.transport.advance(Duration.ofMillis(7_500));
        answerPing(client);
        for (int i = 0; i < 2; i++) {
            server.transport.advance(Duration.ofSeconds(25));
            answerPing(client);
        }

        server.transport.advance(Duration.ofSeconds(3));
        assertThat(client.receiveClose().code()).isEqualTo(4500);
        assertThat(decisions.asked).hasSize(2);
    }

    @Test
    void connection_renewalFailed_closes() {
        decisions.answer = CompletableFuture.failedStage(new ErrorReplyException(ErrorCode.PERMISSION_DENIED));
        var client = server.connect();
        server.transport.advance(Duration.ofSeconds(6));

        assertThat(client.receiveClose().code()).isEqualTo(3005);
    }

    @Test
    void refresh_serverSideRenewal_disconnects() {
        var client = server.connect();
        client.sendText("{\"id\":2,\"refresh\":{\"token\":\"t\"}}");

        assertThat(client.receiveClose().code()).isEqualTo(3501);
    }

    @Test
    void subscription_renewalDenied_unsubscribes() {
        var client = lasting();

        assertThat(ask(client, "{\"id\":2,\"subscribe\":{\"channel\":\"plain\"}}"))
                .isEqualTo("{\"id\":2,\"subscribe\":{}}");
        server.transport.advance(Duration.ofSeconds(6));
        assertThat(decisions.asked).containsExactly("ann in plain");
        assertThat(client.receiveText()).contains("\"unsubscribe\":{\"code\":2501");
    }

    @Test
    void subscription_renewed_hasNewInfo() {
        decisions.answer = CompletableFuture.completedStage(
                new Renewal(Expiry.renewAt(server.now().plusSeconds(500)), json("2"), null));
        var client = lasting();
        ask(client, "{\"id\":2,\"subscribe\":{\"channel\":\"plain\"}}");
        server.transport.advance(Duration.ofSeconds(6));
        client.sendText("{\"id\":3,\"publish\":{\"channel\":\"plain\",\"data\":7}}");

        assertThat(client.receiveText() + client.receiveText())
                .contains("\"chan_info\":2", "\"tags\":{\"by\":\"ann\"}");
        client.sendText("{\"id\":4,\"sub_refresh\":{\"channel\":\"plain\",\"token\":\"t\"}}");
        assertThat(client.receiveClose().code()).isEqualTo(3501);
    }

    @Test
    void publish_usesOptionsOfTheGrant() {
        var client = lasting();
        ask(client, "{\"id\":2,\"subscribe\":{\"channel\":\"plain\"}}");
        for (int i = 3; i < 5; i++) {
            client.sendText("{\"id\":" + i + ",\"publish\":{\"channel\":\"plain\",\"data\":" + i + "}}");
        }

        assertThat(List.of(client.receiveText(), client.receiveText(), client.receiveText()))
                .filteredOn(text -> text.contains("\"pub\""))
                .singleElement()
                .asString()
                .contains("\"data\":3");
        client.receiveNothing();
    }

    @Test
    void client_exposesAttributesOfTheAttempt() {
        var client = server.open();
        var reply = ask(client, "{\"id\":1,\"connect\":{\"token\":\"t\",\"headers\":{\"X-Of\":\"me\"}}}");
        var reported = ask(client, "{\"id\":2,\"rpc\":{\"method\":\"x\"}}");

        assertThat(reported).contains(",\"websocket\",\"json\",{\"client\":\"", ",\"me\"]");
        var id = reported.replaceAll(".*\\[\"([^\"]+)\".*", "$1");
        assertThat(reported).contains("{\"client\":\"" + id + "\"}");
        assertThat(reply).contains("\"client\":\"" + id + "\"").contains("\"time\":100000");
    }

    private TestClient lasting() {
        var client = server.open();
        ask(client, "{\"id\":1,\"connect\":{\"token\":\"t\"}}");
        return client;
    }

    private Expiry inFiveSeconds() {
        return Expiry.renewAt(server.now().plusSeconds(5));
    }

    private static void answerPing(TestClient client) {
        assertThat(client.receiveText()).isEqualTo("{}");
        client.sendText("{}");
    }

    private static Payload json(String text) {
        return Payload.validatedJson(text.getBytes(UTF_8));
    }
}
