package dev.fanfare.protocol.centrifuge;

import static dev.fanfare.protocol.centrifuge.JsonCommandsTest.ask;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import dev.fanfare.model.access.SubscriptionAttempt;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.model.monitoring.Activity;
import dev.fanfare.model.monitoring.Activity.Unsubscribed;
import dev.fanfare.testkit.app.TestClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Decisions of access control, and the codes that clients receive. */
class AccessTest {
    private final Decisions decisions = new Decisions();
    private final CentrifugeServer server = new CentrifugeServer(decisions);

    @AfterEach
    void close() {
        server.close();
    }

    /** Decides by token: {@code user}, {@code user 30} for an expiry in 30 seconds, or the name of a failure. */
    private final class Decisions implements AccessControl {
        private final CompletableFuture<Grant> later = new CompletableFuture<>();

        @Override
        public CompletionStage<Admission> connect(ConnectAttempt attempt) {
            var token = attempt.token();
            return switch (token) {
                case "" -> failed(new DisconnectException(DisconnectReason.BAD_REQUEST));
                case "expired" -> failed(new ErrorReplyException(ErrorCode.TOKEN_EXPIRED));
                case "invalid" -> failed(new DisconnectException(DisconnectReason.INVALID_TOKEN));
                case "own" -> failed(ErrorReplyException.of(1234, "not today", true));
                case "bug" -> throw new IllegalStateException("a bug");
                case "served" ->
                    done(Admission.of("ann")
                            .withConnInfo(json("{\"name\":\"Ann\"}"))
                            .withData(json("{\"hello\":1}"))
                            .withChannels(Map.of("stream", Grant.OPEN.withData(json("7")))));
                case "crowded" -> done(Admission.of("ann").withChannels(crowd()));
                default -> done(Admission.of(token.split(" ", -1)[0]).withExpiry(expiry(token)));
            };
        }

        @Override
        public CompletionStage<Grant> subscribe(ConnectedClient client, SubscriptionAttempt attempt) {
            return switch (attempt.token()) {
                case "" -> failed(new ErrorReplyException(ErrorCode.PERMISSION_DENIED));
                case "later" -> later;
                case "plain" -> done(Grant.PLAIN);
                case "info" ->
                    done(Grant.OPEN.withChanInfo(json("{\"role\":1}")).withJoins());
                default -> done(Grant.OPEN.withExpiry(expiry(attempt.token())));
            };
        }

        @Override
        public CompletionStage<PublishGrant> publish(ConnectedClient client, String channel, Payload data) {
            return client.isSubscribed(channel)
                    ? done(PublishGrant.of(json("[" + data.text() + "]")))
                    : failed(new ErrorReplyException(ErrorCode.PERMISSION_DENIED));
        }

        @Override
        public CompletionStage<Payload> rpc(ConnectedClient client, String method, Payload data) {
            return method.equals("whoami")
                    ? done(json("{\"user\":\"" + client.user() + "\",\"sent\":" + data.text() + "}"))
                    : failed(new ErrorReplyException(ErrorCode.METHOD_NOT_FOUND));
        }

        @Override
        public CompletionStage<Void> message(ConnectedClient client, Payload data) {
            return data.text().equals("\"kick\"")
                    ? failed(new DisconnectException(CloseReason.custom(4500, "kicked")))
                    : CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<Expiry> refresh(ConnectedClient client, String token) {
            return token.equals("invalid")
                    ? failed(new DisconnectException(DisconnectReason.INVALID_TOKEN))
                    : done(expiry(token));
        }

        @Override
        public CompletionStage<Expiry> refreshSubscription(ConnectedClient client, String channel, String token) {
            return refresh(client, token);
        }

        private Expiry expiry(String token) {
            int space = token.indexOf(' ');
            return space < 0
                    ? Expiry.NEVER
                    : Expiry.at(server.now().plusSeconds(Long.parseLong(token.substring(space + 1))));
        }

        private Map<String, Grant> crowd() {
            var all = new HashMap<String, Grant>();
            for (int i = 0; i < 129; i++) {
                all.put("plain" + i, Grant.OPEN);
            }
            return all;
        }

        private static <T> CompletionStage<T> failed(RuntimeException why) {
            return CompletableFuture.failedStage(why);
        }

        private static <T> CompletionStage<T> done(T value) {
            return CompletableFuture.completedStage(value);
        }
    }

    @Test
    void connect_refusedByError_getsReplyThenCloses() {
        var client = server.open();

        assertThat(ask(client, connect("expired")))
                .isEqualTo("{\"id\":1,\"error\":{\"code\":109,\"message\":\"token expired\"}}");
        server.transport.advance(Duration.ofSeconds(6));
        assertThat(client.receiveClose().code()).isEqualTo(3000);
    }

    @Test
    void connect_afterErrorReply_disconnects() {
        var client = server.open();
        assertThat(ask(client, connect("own")))
                .isEqualTo("{\"id\":1,\"error\":{\"code\":1234,\"message\":\"not today\",\"temporary\":true}}");
        client.sendText(connect("ann"));

        assertThat(client.receiveClose().code()).isEqualTo(3501);
    }

    @Test
    void connect_refusedByDisconnect_closesWithItsCode() {
        assertThat(closed(connect("invalid")).code()).isEqualTo(3500);
        assertThat(closed(connect("")).code()).isEqualTo(3501);
        assertThat(closed(connect("crowded")).code()).isEqualTo(3505);
    }

    @Test
    void connect_unexpectedException_isTemporaryInternalError() {
        assertThat(ask(server.open(), connect("bug")))
                .isEqualTo(
                        "{\"id\":1,\"error\":{\"code\":100,\"message\":\"internal server error\",\"temporary\":true}}");
    }

    @Test
    void connect_alreadyExpired_isErrorReply() {
        assertThat(ask(server.open(), connect("ann 0"))).contains("\"code\":110");
    }

    @Test
    void serverSideSubscriptions_areInConnectReply_beforePushes() {
        server.publish("stream", "1");
        var client = server.open();
        var reply = ask(client, connect("served"));
        server.publish("stream", "2");

        assertThat(reply)
                .contains("\"data\":{\"hello\":1},\"subs\":{\"stream\":{\"recoverable\":true,\"positioned\":true,")
                .contains("\"offset\":1,\"data\":7}}");
        assertThat(client.receiveText()).contains("\"data\":2,\"offset\":2");
    }

    @Test
    void serverSideSubscriptions_withPosition_recover() {
        server.publish("stream", "1");
        server.publish("stream", "2");
        var client = server.open();

        assertThat(
                        ask(
                                client,
                                "{\"id\":1,\"connect\":{\"token\":\"served\",\"subs\":{\"stream\":{\"recover\":true,\"offset\":1}}}}"))
                .contains("\"publications\":[{\"data\":2,\"offset\":2}],\"recovered\":true");
    }

    @Test
    void connection_expired_closesUnlessRefreshed() {
        var client = server.open();
        assertThat(ask(client, connect("ann 30"))).contains("\"expires\":true,\"ttl\":30");
        server.transport.advance(Duration.ofMillis(13_500));
        answerPing(client);
        assertThat(ask(client, "{\"id\":2,\"refresh\":{\"token\":\"ann 60\"}}"))
                .contains("\"refresh\":{\"client\":\"")
                .contains("\"expires\":true,\"ttl\":60");
        for (int i = 0; i < 2; i++) {
            server.transport.advance(Duration.ofSeconds(25));
            answerPing(client);
        }
        server.transport.advance(Duration.ofSeconds(25));
        answerPing(client);
        client.receiveNothing();
        server.transport.advance(Duration.ofSeconds(11));

        assertThat(client.receiveClose().code()).isEqualTo(3005);
    }

    @Test
    void refresh_invalidToken_disconnects() {
        assertThat(closedBy("ann 30", "{\"id\":2,\"refresh\":{\"token\":\"invalid\"}}"))
                .isEqualTo(3500);
        assertThat(closedBy("ann 30", "{\"id\":2,\"refresh\":{\"token\":\"ann 0\"}}"))
                .isEqualTo(3005);
        assertThat(closedBy("ann 30", "{\"id\":2,\"refresh\":{\"token\":\"\"}}"))
                .isEqualTo(3501);
        assertThat(closedBy("ann", "{\"id\":2,\"refresh\":{\"token\":\"ann 30\"}}"))
                .isEqualTo(3501);
    }

    @Test
    void subscription_expired_endsAndCanBeRepeated() {
        var client = connected("ann");
        assertThat(ask(client, subscribe("plain", "ann 1"))).contains("\"expires\":true,\"ttl\":1");
        server.transport.advance(Duration.ofMillis(13_500));
        answerPing(client);
        server.transport.advance(Duration.ofSeconds(13));

        assertThat(client.receiveText())
                .isEqualTo("{\"push\":{\"channel\":\"plain\",\"unsubscribe\":{\"code\":2501,\"reason\":\"expired\"}}}");
        assertThat(ask(client, subscribe("plain", "ann"))).isEqualTo("{\"id\":2,\"subscribe\":{}}");
    }

    @Test
    void subscription_ended_isReportedToActivityListeners() {
        List<Activity> heard = new CopyOnWriteArrayList<>();
        CompletionStage<Void> done = CompletableFuture.completedStage(null);
        server.node.activities().watchClients(activity -> {
            heard.add(activity);
            return done;
        });
        var client = connected("ann");
        ask(client, subscribe("plain", "ann 1"));
        ask(client, subscribe("kept", "ann"));
        server.transport.advance(Duration.ofMillis(13_500));
        answerPing(client);
        server.transport.advance(Duration.ofSeconds(13));
        assertThat(client.receiveText()).contains("\"code\":2501");
        ask(client, "{\"id\":3,\"unsubscribe\":{\"channel\":\"kept\"}}");

        assertThat(heard)
                .extracting(activity -> activity instanceof Unsubscribed left ? left.channel() + left.code() : "")
                .containsExactly("plain2501", "kept0");
    }

    @Test
    void subRefresh_tokens_extendOrFail() {
        var client = connected("ann");
        ask(client, subscribe("plain", "ann 1"));

        assertThat(ask(client, "{\"id\":3,\"sub_refresh\":{\"channel\":\"plain\",\"token\":\"ann 50\"}}"))
                .isEqualTo("{\"id\":3,\"sub_refresh\":{\"expires\":true,\"ttl\":50}}");
        assertThat(ask(client, "{\"id\":4,\"sub_refresh\":{\"channel\":\"plain\"}}"))
                .contains("\"code\":107");
        assertThat(ask(client, "{\"id\":5,\"sub_refresh\":{\"channel\":\"other\",\"token\":\"t\"}}"))
                .contains("\"code\":103");
        assertThat(ask(client, subscribe("plain2", "ann 0"))).contains("\"code\":110");
        client.sendText("{\"id\":6,\"sub_refresh\":{\"channel\":\"plain\",\"token\":\"ann 0\"}}");
        assertThat(client.receiveClose().code()).isEqualTo(3006);
    }

    @Test
    void grant_plain_keepsChannelOptions() {
        var client = connected("ann");
        assertThat(ask(
                        client,
                        "{\"id\":2,\"subscribe\":{\"channel\":\"kept\",\"token\":\"plain\",\"positioned\":true,"
                                + "\"recoverable\":true,\"join_leave\":true,\"delta\":\"fossil\"}}"))
                .isEqualTo("{\"id\":2,\"subscribe\":{}}");
        client.receiveNothing();
        assertThat(
                        ask(
                                client,
                                "{\"id\":3,\"subscribe\":{\"channel\":\"kept2\",\"token\":\"plain\",\"tf\":{\"key\":\"a\",\"cmp\":\"ex\"}}}"))
                .contains("\"code\":107");
    }

    @Test
    void grant_open_addsRequestedOptions() {
        var client = connected("ann");

        assertThat(ask(client, "{\"id\":2,\"subscribe\":{\"channel\":\"kept\",\"token\":\"t\",\"positioned\":true}}"))
                .contains("\"positioned\":true")
                .doesNotContain("recoverable");
        assertThat(ask(
                        client,
                        "{\"id\":3,\"subscribe\":{\"channel\":\"positioned\",\"token\":\"t\",\"recoverable\":true}}"))
                .contains("\"recoverable\":true,\"positioned\":true");
    }

    @Test
    void clientInfo_isSentToOtherClients() {
        var client = server.open();
        ask(client, "{\"id\":1,\"connect\":{\"token\":\"served\"}}");
        ask(client, subscribe("kept", "info"));

        var infos = "\"conn_info\":{\"name\":\"Ann\"},\"chan_info\":{\"role\":1}";
        assertThat(client.receiveText()).contains("\"join\":", infos);
        client.sendText("{\"id\":3,\"publish\":{\"channel\":\"kept\",\"data\":1}}");
        assertThat(client.receiveText() + client.receiveText())
                .contains("\"data\":[1],\"info\":{\"user\":\"ann\"", infos);
    }

    @Test
    void command_denied_isErrorReply() {
        var client = connected("ann");

        assertThat(ask(client, "{\"id\":2,\"subscribe\":{\"channel\":\"plain\"}}"))
                .contains("\"code\":103");
        assertThat(ask(client, "{\"id\":3,\"publish\":{\"channel\":\"plain\",\"data\":1}}"))
                .contains("\"code\":103");
        assertThat(ask(client, "{\"id\":4,\"history\":{\"channel\":\"kept\"}}")).contains("\"code\":103");
        assertThat(ask(client, "{\"id\":5,\"presence\":{\"channel\":\"kept\"}}"))
                .contains("\"code\":103");
        assertThat(ask(client, "{\"id\":6,\"presence_stats\":{\"channel\":\"kept\"}}"))
                .contains("\"code\":103");
        assertThat(ask(client, "{\"id\":7,\"rpc\":{\"method\":\"x\"}}")).contains("\"code\":104");
    }

    @Test
    void rpcAndSend_reachTheApplication() {
        var client = connected("ann");

        assertThat(ask(client, "{\"id\":2,\"rpc\":{\"method\":\"whoami\",\"data\":[1]}}"))
                .isEqualTo("{\"id\":2,\"rpc\":{\"data\":{\"user\":\"ann\",\"sent\":[1]}}}");
        client.sendText("{\"send\":{\"data\":1}}");
        client.receiveNothing();
        client.sendText("{\"send\":{\"data\":\"kick\"}}");
        assertThat(client.receiveClose().code()).isEqualTo(4500);
    }

    @Test
    void commands_runInOrder_exceptConcurrentOnes() {
        var client = connected("ann");
        client.sendText(subscribe("plain", "later") + "\n{\"id\":3,\"history\":{\"channel\":\"plain\"}}\n"
                + "{\"id\":4,\"unsubscribe\":{\"channel\":\"plain\"}}\n{\"id\":5,\"rpc\":{\"method\":\"x\"}}");
        assertThat(client.receiveText()).contains("{\"id\":3,\"error\"");
        client.receiveNothing();
        decisions.later.complete(Grant.OPEN);

        assertThat(client.receiveText()).isEqualTo("{\"id\":2,\"subscribe\":{}}");
        assertThat(client.receiveText()).isEqualTo("{\"id\":4,\"unsubscribe\":{}}");
        assertThat(client.receiveText()).contains("{\"id\":5,\"error\"");
    }

    @Test
    void subscribe_grantedAfterClose_isDiscarded() {
        var client = connected("ann");
        client.sendText(subscribe("plain", "later"));
        client.receiveNothing();
        client.lose();
        server.transport.advance(Duration.ZERO);
        decisions.later.complete(Grant.OPEN);
        server.transport.advance(Duration.ZERO);

        assertThat(server.node.channelCount()).isZero();
    }

    @Test
    void server_subscribe_addsSubscription() {
        var client = connected("ann");
        var other = connected("bob");
        server.centrifuge.subscribe("ann", "stream", Grant.OPEN.withData(json("{\"a\":1}")));

        assertThat(client.receiveText())
                .startsWith(
                        "{\"push\":{\"channel\":\"stream\",\"subscribe\":{\"recoverable\":true,\"positioned\":true,")
                .endsWith("\"data\":{\"a\":1}}}}");
        server.publish("stream", "1");
        assertThat(client.receiveText()).contains("\"data\":1");
        other.receiveNothing();
    }

    @Test
    void server_unsubscribeAndDisconnect_reachClients() {
        var client = connected("ann");
        ask(client, subscribe("plain", "ann"));
        server.node.clients().unsubscribe("ann", "plain");

        assertThat(client.receiveText())
                .isEqualTo(
                        "{\"push\":{\"channel\":\"plain\",\"unsubscribe\":{\"code\":2000,\"reason\":\"server unsubscribe\"}}}");
        server.node.clients().disconnect("ann", DisconnectReason.FORCED.reason());
        assertThat(client.receiveClose().code()).isEqualTo(3503);
    }

    @Test
    void server_refresh_sendsPush() {
        var client = connected("ann");
        server.centrifuge.refresh("ann", Expiry.at(server.now().plusSeconds(90)));

        assertThat(client.receiveText()).isEqualTo("{\"push\":{\"refresh\":{\"expires\":true,\"ttl\":90}}}");
    }

    @Test
    void customCodes_outOfRange_areRejected() {
        assertThatThrownBy(() -> ErrorReplyException.of(399, "x", false)).hasMessageContaining("between 400 and 1999");
        assertThatThrownBy(() -> CloseReason.custom(2999, "x")).hasMessageContaining("between 3000 and 4999");
    }

    private TestClient connected(String token) {
        var client = server.open();
        ask(client, connect(token));
        return client;
    }

    private CloseReason closed(String command) {
        var client = server.open();
        client.sendText(command);
        return client.receiveClose();
    }

    private int closedBy(String token, String command) {
        var client = connected(token);
        client.sendText(command);
        return client.receiveClose().code();
    }

    private static void answerPing(TestClient client) {
        assertThat(client.receiveText()).isEqualTo("{}");
        client.sendText("{}");
    }

    private static String connect(String token) {
        return "{\"id\":1,\"connect\":{\"token\":\"" + token + "\"}}";
    }

    private static String subscribe(String channel, String token) {
        return "{\"id\":2,\"subscribe\":{\"channel\":\"" + channel + "\",\"token\":\"" + token + "\"}}";
    }

    private static Payload json(String text) {
        return Payload.validatedJson(text.getBytes(UTF_8));
    }
}
