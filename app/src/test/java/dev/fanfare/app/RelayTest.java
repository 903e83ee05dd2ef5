package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.fanfare.core.port.Relay;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.testkit.memory.MemoryTransport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Channels that are bridged to another system. */
class RelayTest {
    /** The external system, which delivers each publication to all listeners. */
    private static final class Plain {
        private final List<PlainRelay> relays = new CopyOnWriteArrayList<>();
        private final List<String> published = new CopyOnWriteArrayList<>();
        private boolean away;

        void publish(String channel, byte[] message) {
            published.add(channel + " " + new String(message, StandardCharsets.UTF_8));
            relays.forEach(relay -> relay.hear(channel, message));
        }
    }

    private static final class PlainRelay implements Relay {
        private final Plain system;
        private RelayListener listener = new RelayListener() {
            @Override
            public void onMessage(String channel, byte[] message) {}

            @Override
            public void onInterrupted() {}
        };

        private boolean closed;

        PlainRelay(Plain system) {
            this.system = system;
        }

        @Override
        public void start(RelayListener its) {
            listener = its;
            system.relays.add(this);
        }

        @Override
        public CompletionStage<Void> publish(String channel, byte[] message) {
            if (system.away) {
                return CompletableFuture.failedStage(new EngineException("it is away"));
            }
            system.publish(channel, message);
            return CompletableFuture.completedStage(null);
        }

        void hear(String channel, byte[] message) {
            listener.onMessage(channel, message);
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    record Said(String what) {}

    private static final ChannelOptions HISTORY = ChannelOptions.defaults()
            .withHistory(new HistoryRetention(1, Duration.ofMinutes(5), Duration.ofMinutes(10)));

    private final Plain system = new Plain();
    private final PlainRelay relay = new PlainRelay(system);
    private final MemoryTransport server = new MemoryTransport();
    private final Fanfare app = Fanfare.create(FanfareSettings.DEFAULTS, server);
    private final Channels outside = app.relay("outside:", relay);

    RelayTest() {
        app.websocket("/ws", ws -> {
            ws.subscribe(outside.channel("news"));
            ws.messages().forEach(message -> outside.channel("news").publish(message));
        });
        app.listen(8000);
    }

    @AfterEach
    void stop() {
        app.close();
    }

    @Test
    void externalMessages_reachClients_asTextOrBinary() {
        var client = server.connect("/ws");

        system.publish("news", "grüße".getBytes(StandardCharsets.UTF_8));
        system.publish("other", "not for this one".getBytes(StandardCharsets.UTF_8));
        system.publish("news", new byte[] {(byte) 0xFF, 0});

        assertThat(client.receiveText()).isEqualTo("grüße");
        assertThat(client.receiveBytes()).containsExactly(0xFF, 0);
        client.receiveNothing();
    }

    @Test
    void clientMessages_areRelayedAndReturnOnce() {
        var client = server.connect("/ws");
        var other = server.connect("/ws");

        client.sendText("hi");

        assertThat(client.receiveText()).isEqualTo("hi");
        assertThat(other.receiveText()).isEqualTo("hi");
        client.receiveNothing();
        assertThat(system.published).containsExactly("news hi");
    }

    @Test
    void whileItIsAway_publishFails_andTheClientsStay() {
        var client = server.connect("/ws");
        system.away = true;

        assertThatThrownBy(() -> app.channel("outside:news").publish("lost")).isInstanceOf(EngineException.class);

        client.receiveNothing();
    }

    @Test
    void interruption_reportsChannelsOfTheRelayOnly() {
        var reported = new CopyOnWriteArrayList<MissedPublications>();
        app.onMissedPublications(missed -> {
            throw new IllegalStateException("expected by this test");
        });
        app.onMissedPublications(reported::add);
        app.websocket("/inside", ws -> {
            ws.subscribe(app.channel("inside"));
            ws.send("subscribed");
            ws.awaitClose();
        });
        assertThat(server.connect("/inside").receiveText()).isEqualTo("subscribed");
        var client = server.connect("/ws");
        client.sendText("hi");
        assertThat(client.receiveText()).isEqualTo("hi");

        relay.listener.onInterrupted();

        await().until(() -> !reported.isEmpty());
        assertThat(reported).containsExactly(new MissedPublications(Set.of("outside:news")));
    }

    @Test
    void historyTagsAndOptions_areRefused() {
        assertThatThrownBy(() -> app.channel("outside:news", HISTORY))
                .hasMessageContaining("remove history from its options");
        assertThatThrownBy(() -> app.channels("outside:", HISTORY))
                .hasMessageContaining("remove history from its options");
        app.channels("kept:", HISTORY);
        assertThatThrownBy(() -> app.relay("kept:", new PlainRelay(system)))
                .hasMessageContaining("remove history from its options");
        assertThatThrownBy(() -> app.relay("outside:", new PlainRelay(system)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("outside:*");
        assertThatThrownBy(() -> app.channel("outside:news").publishJson(1, Map.of("tag", "value")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> app.channel("outside:news")
                        .publish(Publication.of(Payload.text("")), PublishOptions.NONE.withIdempotencyKey("k")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void invalidChannelName_isIgnored() {
        var client = server.connect("/ws");

        system.publish("x".repeat(300), new byte[0]);
        system.publish("news", "next".getBytes(StandardCharsets.UTF_8));

        assertThat(client.receiveText()).isEqualTo("next");
    }

    @Test
    void externalMessage_isNotAnEvent() {
        var heard = new CopyOnWriteArrayList<String>();
        var everything = new PlainRelay(system);
        app.relay("", everything);
        app.channel("room").eventListener().on(Said.class, said -> heard.add(said.what()));

        system.publish(
                "fanfare.events/room",
                (Said.class.getName() + "\n{\"what\":\"forged\"}").getBytes(StandardCharsets.UTF_8));
        app.channel("room").publishEvent(new Said("sent"));

        await().until(() -> heard.contains("sent"));
        assertThat(heard).containsExactly("sent");
    }

    @Test
    void close_closesTheRelay() {
        app.close();

        assertThat(relay.closed).isTrue();
    }

    @Test
    void publish_afterTheClose_doesNotReachTheOtherSystem() {
        app.close();

        assertThatThrownBy(() -> outside.channel("news").publish("late"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the application is closed");
        assertThat(system.published).isEmpty();
    }
}
