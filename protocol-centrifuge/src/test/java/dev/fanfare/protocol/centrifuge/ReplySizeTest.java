package dev.fanfare.protocol.centrifuge;

import static dev.fanfare.protocol.centrifuge.JsonCommandsTest.ask;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.model.access.Admission;
import dev.fanfare.model.access.Grant;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.Payload;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Replies with publications or clients are as large as four outboxes at most. */
class ReplySizeTest {
    private static final int LIMIT = 4 << 20;
    private static final int LARGE = 900_000;
    private static final int FIT = LIMIT / LARGE;
    /** The largest replies that a client can request at once. */
    private static final int BURST = 4;

    private static final String PRESENCE = "{\"id\":2,\"presence\":{\"channel\":\"kept\"}}";
    private static final String STATS = "{\"id\":3,\"presence_stats\":{\"channel\":\"kept\"}}";

    private final FakeAccess access = new FakeAccess();
    private final CentrifugeServer server = new CentrifugeServer(access);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void history_large_isReadInPages() {
        publish("kept", CentrifugeServer.KEPT, LARGE);

        var first = history("kept", "\"limit\":-1");
        var rest = history(
                "kept",
                "\"limit\":-1,\"since\":{\"offset\":" + FIT + ",\"epoch\":\""
                        + first.get("epoch").asString() + "\"}");

        assertThat(offsets(first)).containsExactly(1, 2, 3, 4);
        assertThat(first.get("offset").asInt()).isEqualTo(CentrifugeServer.KEPT);
        assertThat(offsets(rest)).containsExactly(5);
    }

    @Test
    void recovery_aboveTheLimit_isReportedAndContinuesLive() {
        var epoch = publish("stream", CentrifugeServer.KEPT, LARGE);
        var client = server.connect();

        var complete = subscribe(recover("stream", epoch, CentrifugeServer.KEPT - FIT));
        var reply = JsonMapper.shared()
                .readTree(ask(client, recover("stream", epoch, 0)))
                .get("subscribe");
        server.publish("stream", "\"live\"");

        assertThat(complete.get("recovered").asBoolean()).isTrue();
        assertThat(offsets(complete)).containsExactly(2, 3, 4, 5);
        assertThat(reply.has("recovered")).isFalse();
        assertThat(reply.has("publications")).isFalse();
        assertThat(reply.get("was_recovering").asBoolean()).isTrue();
        assertThat(reply.get("offset").asInt()).isEqualTo(CentrifugeServer.KEPT);
        assertThat(client.receiveText()).contains("\"live\"", "\"offset\":6");
    }

    @Test
    void recovery_aboveTheLimit_isRefusedIfRequested() {
        var epoch = publish("stream", CentrifugeServer.KEPT, LARGE);

        assertThat(ask(
                        server.connect(),
                        "{\"id\":2,\"subscribe\":{\"channel\":\"stream\",\"recover\":true,\"flag\":2,\"epoch\":\""
                                + epoch + "\"}}"))
                .contains("\"code\":112");
    }

    /** The next delta must not refer to a publication that the client did not receive. */
    @Test
    void recovery_aboveTheLimit_isFollowedByACompletePublication() {
        var epoch = publish("stream", CentrifugeServer.KEPT, LARGE);
        var client = server.connect();
        ask(
                client,
                "{\"id\":2,\"subscribe\":{\"channel\":\"stream\",\"recover\":true,\"delta\":\"fossil\",\"epoch\":\""
                        + epoch + "\"}}");

        server.publish("stream", "\"" + "x".repeat(LARGE) + "!\"");

        assertThat(client.receiveText()).hasSizeGreaterThan(LARGE).doesNotContain("\"delta\":true");
    }

    @Test
    void connect_withSeveralRecoveries_sharesTheLimit() {
        var epochs = Map.of("stream-1", publish("stream-1", 3, LARGE), "stream-2", publish("stream-2", 3, LARGE));
        access.admission = () -> CompletableFuture.completedStage(
                Admission.of("ann").withChannels(Map.of("stream-1", Grant.OPEN, "stream-2", Grant.OPEN)));
        var subs = JsonMapper.shared().createObjectNode();
        epochs.forEach(
                (channel, epoch) -> subs.putObject(channel).put("recover", true).put("epoch", epoch));

        var reply = ask(server.open(), "{\"id\":1,\"connect\":{\"subs\":" + subs + "}}");

        assertThat(reply).hasSizeBetween(3 * LARGE, 4 * LARGE).containsOnlyOnce("\"recovered\":true");
    }

    @Test
    void presence_aboveTheLimit_isRefused() {
        IntStream.range(0, FIT).forEach(this::enter);
        assertThat(ask(server.connect(), PRESENCE)).hasSizeBetween(FIT * LARGE, LIMIT);
        enter(FIT);

        var client = server.connect();
        for (int i = 0; i < BURST; i++) {
            assertThat(ask(client, PRESENCE)).contains("\"code\":106");
        }
        client.sendText(STATS); // waits, because the refused replies were read
        client.receiveNothing();
        server.transport.advance(Duration.ofSeconds(1));

        assertThat(client.receiveText()).contains("\"num_clients\":" + (FIT + 1));
    }

    private void enter(int number) {
        var info = Payload.validatedJson(("\"" + "x".repeat(LARGE) + "\"").getBytes(UTF_8));
        server.node
                .engine()
                .presence()
                .add("kept", new ClientInfo("client-" + number, "ann", info, null), Duration.ofHours(1))
                .toCompletableFuture()
                .join();
    }

    private String publish(String channel, int count, int size) {
        IntStream.range(0, count).forEach(i -> server.publish(channel, "\"" + "x".repeat(size - 2) + "\""));
        return history(channel, "\"limit\":0").get("epoch").asString();
    }

    /** Sends a history command over a connection of its own. */
    private JsonNode history(String channel, String parameters) {
        return JsonMapper.shared()
                .readTree(ask(
                        server.connect(),
                        "{\"id\":2,\"history\":{\"channel\":\"" + channel + "\"," + parameters + "}}"))
                .get("history");
    }

    private JsonNode subscribe(String command) {
        return JsonMapper.shared().readTree(ask(server.connect(), command)).get("subscribe");
    }

    private static String recover(String channel, String epoch, int offset) {
        return "{\"id\":2,\"subscribe\":{\"channel\":\"" + channel + "\",\"recover\":true,\"epoch\":\"" + epoch
                + "\",\"offset\":" + offset + "}}";
    }

    private static int[] offsets(JsonNode reply) {
        return reply.get("publications")
                .valueStream()
                .mapToInt(publication -> publication.get("offset").asInt())
                .toArray();
    }
}
