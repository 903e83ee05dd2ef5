package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.InvalidChannelNameException;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.PublishResult;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.testkit.app.HandshakeRefusedException;
import dev.fanfare.testkit.memory.MemoryTransport;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The declarations of a channel apply wherever the channel is used. */
class DeclarationsTest {
    record Said(String who, String what) {}

    private static final ChannelOptions HISTORY =
            ChannelOptions.defaults().withHistory(new HistoryRetention(10, Duration.ofHours(1), Duration.ofHours(2)));

    private final MemoryTransport server = new MemoryTransport();
    private final Fanfare app = Fanfare.create(FanfareSettings.DEFAULTS, server);

    @AfterEach
    void stop() {
        app.close();
    }

    @Test
    void options_applyToAllUsesOfTheChannel() {
        var before = app.channel("news");
        app.channel("news", HISTORY);

        before.publish("kept");

        assertThat(app.channel("news").history(5)).hasSize(1);
    }

    @Test
    void options_ofExactNameOrLongestPrefix_apply() {
        app.channels("chat:", HISTORY);
        app.channels("chat:vip:", HISTORY.presence());
        app.channel("chat:vip:lobby", ChannelOptions.defaults());

        assertThat(app.channel("chat:1").options()).isEqualTo(HISTORY);
        assertThat(app.channel("chat:vip:1").options()).isEqualTo(HISTORY.presence());
        assertThat(app.channel("chat:vip:lobby").options()).isEqualTo(ChannelOptions.defaults());
        assertThat(app.channel("else").options()).isEqualTo(ChannelOptions.defaults());
    }

    @Test
    void options_thatContradict_areRefused_andTheSameAgainAreNot() {
        app.channel("news", HISTORY);
        app.channels("chat:", HISTORY);

        app.channel("news", HISTORY);
        app.channels("chat:", HISTORY);

        assertThatThrownBy(() -> app.channel("news", HISTORY.presence()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("news");
        assertThatThrownBy(() -> app.channels("chat:", ChannelOptions.defaults()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("chat:*");
    }

    @Test
    void declaringNamesWithoutEnd_isRefusedWithTheWayOut() {
        for (int i = 0; i < 10_000; i++) {
            app.channel("user:" + i, HISTORY);
        }

        assertThatThrownBy(() -> app.channel("user:10000", HISTORY)).hasMessageContaining("channels(prefix, options)");
        app.channel("user:7", HISTORY);
    }

    @Test
    void invalidChannelName_returns400OrClosesWith1008() {
        app.websocket("/ws/{room}", ws -> {
            ws.accept();
            ws.subscribe(app.channel(ws.receiveText()));
        });
        app.websocket("/early/{room}", ws -> ws.subscribe(app.channel(ws.path("room"))));
        app.get("/members/{room}", request -> {
            app.channel(request.path("room"));
            return HttpResponse.text(200, "");
        });
        app.listen(8000);

        var client = server.connect("/ws/a");
        client.sendText("x".repeat(256));

        assertThat(client.closeReason().code()).isEqualTo(1008);
        assertThat(client.closeReason().reason()).contains("256");
        assertThatThrownBy(() -> server.connect("/early/" + "x".repeat(256)))
                .isInstanceOfSatisfying(
                        HandshakeRefusedException.class,
                        refused -> assertThat(refused.status()).isEqualTo(400));
        assertThat(server.get("/members/a%00b").status()).isEqualTo(400);
    }

    @Test
    void theChannelsOfEvents_canNotBeNamed() {
        assertThatThrownBy(() -> app.channel("fanfare.events/room")).isInstanceOf(InvalidChannelNameException.class);
        assertThatThrownBy(() -> app.channel("fanfare.events#1234")).isInstanceOf(InvalidChannelNameException.class);
        assertThatThrownBy(() ->
                        app.channels("fanfare.", ChannelOptions.defaults()).channel("events/room"))
                .isInstanceOf(InvalidChannelNameException.class);
    }

    @Test
    void rendering_isCreatedOnce_forSubscribersAndHistory() {
        var rendered = new AtomicInteger();
        var room = app.channel("room", HISTORY).render(Said.class, said -> {
            rendered.incrementAndGet();
            return Payload.text(said.who() + ": " + said.what());
        });
        app.websocket("/", ws -> {
            ws.subscribe(room);
            ws.receive();
        });
        app.listen(8000);
        var ann = server.connect("/");
        var bob = server.connect("/");

        var answer = app.channel("room").publishEvent(new Said("Ann", "hi"));

        assertThat(ann.receiveText()).isEqualTo("Ann: hi");
        assertThat(bob.receiveText()).isEqualTo("Ann: hi");
        assertThat(rendered).hasValue(1);
        assertThat(room.history(5)).hasSize(1);
        assertThat(answer)
                .isEqualTo(new PublishResult.Accepted(
                        Objects.requireNonNull(room.history(1).getFirst().position())));
    }

    @Test
    void rendering_ofPrefix_appliesInAdditionToThatOfChannel() {
        record Left(String who) {}
        app.channels("room:", ChannelOptions.defaults()).renderJson(Said.class, said -> said);
        var lobby = app.channel("room:lobby").renderJson(Left.class, left -> Map.of("left", left.who()));
        app.websocket("/", ws -> {
            ws.subscribe(lobby);
            ws.receive();
        });
        app.listen(8000);
        var client = server.connect("/");

        lobby.publishEvent(new Said("Ann", "bye"));
        lobby.publishEventAsync(new Left("Ann"));
        lobby.eventListener().on(String.class, text -> {});
        lobby.publishEvent("an event without a rendering");

        assertThat(client.receiveText()).isEqualTo("{\"who\":\"Ann\",\"what\":\"bye\"}");
        assertThat(client.receiveText()).isEqualTo("{\"left\":\"Ann\"}");
        client.receiveNothing();
    }

    @Test
    void rendering_ofATypeThatHasOne_isRefused() {
        app.channel("room").renderJson(Said.class, said -> said);

        assertThatThrownBy(() -> app.channel("room").renderJson(Said.class, said -> ""))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("room");
    }
}
