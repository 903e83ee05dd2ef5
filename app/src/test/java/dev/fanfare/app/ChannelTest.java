package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.app.internal.channel.NodeChannel;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.model.client.CloseReason;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The history and the members of a channel. */
class ChannelTest {
    private static final HistoryRetention TWO = new HistoryRetention(2, Duration.ofMinutes(5), Duration.ofMinutes(10));

    private final TestApp test = new TestApp();

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void history_hasTheLatestOldestFirst() {
        var channel = test.app().channel("news", ChannelOptions.defaults().withHistory(TWO));
        List.of("1", "2", "3").forEach(channel::publish);

        assertThat(texts(channel.history(10))).containsExactly("2", "3");
        assertThat(texts(channel.history(1))).containsExactly("3");
    }

    @Test
    void history_ofAChannelWithout_isRefusedWithTheRemedy() {
        var channel = test.app().channel("news");

        assertThatThrownBy(() -> channel.history(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ChannelOptions.history(size, time)");
    }

    @Test
    void members_areTheSubscribedClients() {
        var rooms = test.app().channels("room:", ChannelOptions.defaults().presence());
        test.app().websocket("/{room}", ws -> {
            ws.subscribe(rooms.channel(ws.path("room")));
            ws.send(ws.id());
            ws.receive();
        });
        try (var inBlue = test.open("/blue");
                var inRed = test.open("/red")) {
            var blueId = inBlue.receiveText();
            var redId = inRed.receiveText();

            assertThat(rooms.channel("blue").members()).containsOnlyKeys(blueId);
            assertThat(rooms.channel("red").members()).containsOnlyKeys(redId);
            assertThat(blueId).isNotEqualTo(redId);
        }
    }

    @Test
    void members_ofAChannelWithoutPresence_isRefusedWithTheRemedy() {
        assertThatThrownBy(() -> test.app().channel("news").members())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("presence");
    }

    @Test
    void publishJson_sendsAValueAsText() {
        var channel = test.app().channel("news");
        test.app().websocket("/", ws -> {
            ws.subscribe(channel);
            ws.send("in");
            ws.receive();
        });
        try (var client = test.open("/")) {
            assertThat(client.receiveText()).isEqualTo("in");

            channel.publishJson(List.of(1, 2));

            assertThat(client.receiveText()).isEqualTo("[1,2]");
        }
    }

    private static List<String> texts(List<Publication> publications) {
        return publications.stream()
                .map(publication -> publication.payload().text())
                .toList();
    }

    @Test
    void positionBeforeLatest_withoutPublications_missesNothing() {
        var fresh = (NodeChannel)
                test.app().channel("fresh", ChannelOptions.defaults().withHistory(TWO));
        var before = fresh.before(20);

        fresh.publish("meanwhile");

        var position = fresh.history(1).getFirst().position();
        assertThat(position).isEqualTo(new StreamPosition(before.epoch(), before.offset() + 1));
        assertThat(fresh.before(20)).isEqualTo(before);
        assertThat(fresh.before(0)).isEqualTo(position);
    }

    @Test
    void client_hasLeftItsChannels_beforeDisconnectRuns() {
        var members = new CompletableFuture<Integer>();
        var lobby = test.app().channel("lobby", ChannelOptions.defaults().presence());
        test.app().socketHandler("/", () -> new SocketHandler() {
            @Override
            public void connect(Socket socket) {
                socket.subscribe(lobby);
                socket.send("in");
            }

            @Override
            public void disconnect(Socket socket, CloseReason reason) {
                members.complete(lobby.members().size());
            }
        });
        try (var client = test.open("/")) {
            assertThat(client.receiveText()).isEqualTo("in");
            assertThat(lobby.members()).hasSize(1);
            client.sendClose(1000, "");

            assertThat(TestApp.get(members)).isZero();
        }
    }
}
