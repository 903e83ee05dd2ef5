package dev.fanfare.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.core.fake.MessageRecorder;
import dev.fanfare.core.node.ClientChannels;
import dev.fanfare.core.node.Mount;
import dev.fanfare.core.transport.JsonLines;
import dev.fanfare.core.transport.StreamFormat;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.InvalidChannelNameException;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.testkit.app.TestServer;
import dev.fanfare.testkit.memory.MemoryTransport;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A protocol in addition to the routes of an application. */
class MountTest {
    private static final String LISTED = "Origin: https://app.example";
    private static final String STRANGER = "Origin: https://evil.example";

    private final MemoryTransport transport = new MemoryTransport();
    private final Fanfare app =
            Fanfare.create(FanfareSettings.DEFAULTS.withAllowedOrigins(Set.of("https://app.example")), transport);
    private final TestServer server = transport;
    private @Nullable ClientChannels channels;

    MountTest() {
        app.get("/page", request -> HttpResponse.text(200, "page"));
        app.mount((node, given) -> {
            channels = given;
            return Map.of(
                    "/said",
                    exchange -> exchange.respond(
                            HttpResponse.text(200, exchange.request().method())),
                    "/streamed",
                    exchange -> exchange.stream(
                            HttpResponse.of(200, "text/plain", "begun\n".getBytes(UTF_8)),
                            StreamFormat.of(JsonLines.FRAMING),
                            connection -> {
                                connection.loop().execute(() -> connection.close(new CloseReason(1000, "")));
                                return new MessageRecorder();
                            }));
        });
        app.listen(0);
    }

    @AfterEach
    void close() {
        app.close();
    }

    @Test
    void mounted_answersAllMethodsOfItsPath_andRoutesTheirs() {
        assertThat(server.get("/said").text()).isEqualTo("GET");
        assertThat(server.request("PUT", "/said", new byte[0]).text()).isEqualTo("PUT");
        assertThat(server.get("/page").text()).isEqualTo("page");
        assertThat(server.get("/said/more").status()).isEqualTo(404);
    }

    @Test
    void guards_standInFrontOfIt() {
        app.guard(request -> Optional.of(HttpResponse.text(403, "closed")));

        assertThat(server.get("/said").status()).isEqualTo(403);
    }

    @Test
    void pagesOfOtherOrigins_areRejectedUnlessListed() {
        assertThat(server.get("/said", STRANGER).status()).isEqualTo(403);
        assertThat(server.get("/said").header("access-control-allow-origin")).isEmpty();
        assertThat(server.get("/said", "Origin: http://localhost").header("access-control-allow-origin"))
                .isEmpty();
        var answer = server.get("/said", LISTED);
        assertThat(answer.header("access-control-allow-origin")).contains("https://app.example");
        assertThat(answer.header("access-control-allow-credentials")).contains("true");
        assertThat(answer.header("vary")).contains("origin");
    }

    @Test
    void streams_areReadableByListedOrigins() {
        try (var stream = server.stream("/streamed", LISTED)) {
            assertThat(stream.head().header("access-control-allow-origin")).contains("https://app.example");
            assertThat(stream.receiveLine()).isEqualTo("begun");
            assertThat(stream.awaitEnd()).isTrue();
        }
    }

    @Test
    void allPages_mayReadWithoutCredentials_whereAllAreAllowed() {
        var memory = new MemoryTransport();
        try (var open = Fanfare.create(FanfareSettings.DEFAULTS.withAllowedOrigins(Set.of("*")), memory)) {
            open.mount(one("/x"));
            open.listen(0);
            var answer = memory.get("/x", STRANGER);

            assertThat(answer.header("access-control-allow-origin")).contains("*");
            assertThat(answer.header("access-control-allow-credentials")).isEmpty();
        }
    }

    @Test
    void path_isMountedOnce() {
        assertThatThrownBy(() -> app.mount(one("/said")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("/said");
    }

    @Test
    void itsChannels_areThoseOfTheApplication() {
        var kept = ChannelOptions.defaults()
                .withHistory(new HistoryRetention(10, Duration.ofMinutes(1), Duration.ofHours(1)));
        app.channels("kept", kept);
        var given = Objects.requireNonNull(channels);
        given.publish("kept-1", Publication.of(Payload.text("x")), PublishOptions.NONE)
                .toCompletableFuture()
                .join();

        var declared = Objects.requireNonNull(given.options("kept-1").retention());
        assertThat(declared.size()).isEqualTo(10);
        assertThat(declared.share()).isEqualTo("kept*");
        assertThat(given.options("other")).isEqualTo(ChannelOptions.defaults());
        assertThat(app.channel("kept-1").history(1)).hasSize(1);
        assertThatThrownBy(() -> given.options("fanfare.events/room")).isInstanceOf(InvalidChannelNameException.class);
        assertThatThrownBy(() -> given.options("")).isInstanceOf(InvalidChannelNameException.class);
    }

    private static Mount one(String path) {
        return (node, given) -> Map.of(path, exchange -> exchange.respond(HttpResponse.text(200, "")));
    }
}
