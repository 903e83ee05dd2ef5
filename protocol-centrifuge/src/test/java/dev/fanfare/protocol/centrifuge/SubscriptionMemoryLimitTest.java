package dev.fanfare.protocol.centrifuge;

import static dev.fanfare.protocol.centrifuge.JsonCommandsTest.ask;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.core.budget.MemoryBudget;
import dev.fanfare.model.access.Admission;
import dev.fanfare.model.access.Grant;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.monitoring.MemoryKind;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The budget of the node for subscriptions of clients. */
class SubscriptionMemoryLimitTest {
    private static final String SUBSCRIBE = "{\"id\":2,\"subscribe\":{\"channel\":\"plain\"}}";

    private final FakeAccess access = new FakeAccess();
    private final CentrifugeServer server = new CentrifugeServer(access);
    private final MemoryBudget budget = server.node.governor().budget(MemoryKind.SUBSCRIPTIONS);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void subscribe_withoutMemory_isRefusedUntilMemoryIsReleased() {
        var client = server.connect();
        budget.reserve(budget.limit());

        assertThat(ask(client, SUBSCRIBE)).contains("\"code\":106");
        budget.release(budget.limit());

        assertThat(ask(client, SUBSCRIBE)).contains("\"subscribe\":{}");
        assertThat(budget.used()).isPositive();
        client.close();
        assertThat(budget.used()).isZero();
    }

    @Test
    void connect_withoutMemoryForItsSubscriptions_isRefused() {
        access.admission = () -> CompletableFuture.completedStage(
                Admission.of("ann").withChannels(Map.of("plain-1", Grant.OPEN, "stream-2", Grant.OPEN)));
        budget.reserve(budget.limit() - 1_500);

        assertThat(ask(server.open(), "{\"id\":1,\"connect\":{}}")).contains("\"code\":106");

        assertThat(budget.used()).isEqualTo(budget.limit() - 1_500);
        assertThat(server.node.channelCount()).isZero();
    }

    @Test
    void subscribe_countsItsFilterAndChannelInfo() {
        ask(server.connect(), SUBSCRIBE);
        long plain = budget.used();

        ask(
                server.connect(),
                "{\"id\":2,\"subscribe\":{\"channel\":\"plain\",\"tf\":{\"op\":\"not\",\"nodes\":[{\"key\":\"n\",\"cmp\":\"in\",\"vals\":[\""
                        + "1".repeat(1_000) + "\",\"2\"]}]}}}");
        long filtered = budget.used() - plain;
        var info = Payload.validatedJson(("\"" + "i".repeat(998) + "\"").getBytes(UTF_8));
        access.grant = () -> CompletableFuture.completedStage(Grant.OPEN.withChanInfo(info));
        ask(server.connect(), SUBSCRIBE);

        assertThat(filtered - plain).isBetween(2_000L, 4_000L);
        assertThat(budget.used() - filtered - plain).isEqualTo(plain + info.size());
    }

    @Test
    void subscriptions_thatEndInEachWay_releaseTheirMemory() {
        var client = server.connect();
        for (var channel : new String[] {"plain", "kept", "positioned", "stream", "cache"}) {
            ask(client, "{\"id\":2,\"subscribe\":{\"channel\":\"" + channel + "\"}}");
            long used = budget.used();
            ask(client, "{\"id\":3,\"unsubscribe\":{\"channel\":\"" + channel + "\"}}");
            assertThat(budget.used()).as(channel).isZero();
            assertThat(used).as(channel).isPositive();
        }
        access.grant = () -> CompletableFuture.failedStage(new IllegalStateException("no decision"));
        ask(client, SUBSCRIBE);
        access.grant = () -> CompletableFuture.completedStage(Grant.OPEN);
        ask(
                client,
                "{\"id\":4,\"subscribe\":{\"channel\":\"stream\",\"recover\":true,\"flag\":2,\"epoch\":\"other\",\"offset\":9}}");
        assertThat(budget.used()).isZero();

        ask(client, SUBSCRIBE);
        client.lose();

        await().untilAsserted(() -> assertThat(budget.used()).isZero());
    }
}
