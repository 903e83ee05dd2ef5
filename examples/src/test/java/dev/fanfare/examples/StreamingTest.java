package dev.fanfare.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.app.Channel;
import dev.fanfare.app.Channels;
import dev.fanfare.app.Fanfare;
import dev.fanfare.app.FanfareSettings;
import dev.fanfare.app.Resume;
import dev.fanfare.app.ServerEvent;
import dev.fanfare.app.StaticFile;
import dev.fanfare.app.StreamResponse;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.SlowClientPolicy;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.testkit.memory.MemoryTransport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams over HTTP and WebSockets that resume; docs/streaming.md and docs/browser.md show these regions. */
class StreamingTest {
    private final MemoryTransport memory = new MemoryTransport();
    private final Fanfare app = Fanfare.create(FanfareSettings.DEFAULTS, memory);

    @AfterEach
    void close() {
        app.close();
    }

    private void addPrices() {
        // region: channel
        var prices = app.channel("prices", ChannelOptions.history(100, Duration.ofMinutes(10)));
        app.sse("/prices/stream", prices);
        // endregion
        // region: publish
        prices.publishJson(Map.of("symbol", "DRUM", "price", 38.75));
        // endregion
        // region: websocket
        app.websocket("/prices", ws -> {
            ws.subscribe(prices, Resume.fromQuery("position"));
            ws.awaitClose();
        });
        // endregion
    }

    private void addClient(Channel prices) {
        // region: client
        app.get("/fanfare.js", StaticFile.fromClasspath(Fanfare.class, "fanfare.js"));
        app.websocket("/prices", ws -> {
            ws.subscribe(prices, Resume.fromQuery("position").orLatest(50));
            ws.awaitClose();
        });
        // endregion
    }

    private interface Model {
        Stream<String> answer(String question);
    }

    private void addAnswers(Model model) {
        // region: answers
        var kept = ChannelOptions.history(300, Duration.ofHours(1));
        var answers = app.channels("answer:", kept.slowClients(SlowClientPolicy.append()));
        app.websocket("/answers/{id}", ws -> {
            var answer = answers.channel(ws.path("id"));
            ws.subscribe(answer, Resume.fromQuery("position").orLatest(300));
            ws.awaitClose();
        });
        app.post("/answers/{id}", request -> {
            var answer = answers.channel(request.path("id"));
            var question = request.text();
            Thread.startVirtualThread(() -> {
                model.answer(question).forEach(answer::publish);
                answer.publishJson(Map.of("end", "complete"));
            });
            return HttpResponse.text(202, "");
        });
        // endregion
    }

    private void addRooms(Channels rooms) {
        // region: rooms
        app.get("/rooms/{room}/stream", request -> {
            var room = rooms.channel(request.path("room"));
            return StreamResponse.events(room, 50); // a new client first receives the latest 50 publications
        });
        // endregion
    }

    private void addCode() {
        // region: code
        app.get("/countdown", request -> StreamResponse.text(Stream.of("three ", "two ", "one")));

        app.get("/progress", request -> {
            var steps = IntStream.rangeClosed(1, 3).mapToObj(step -> ServerEvent.json(Map.of("step", step)));
            return StreamResponse.events(
                    Stream.concat(steps, Stream.of(ServerEvent.of("").named("done"))));
        });
        // endregion
    }

    @Test
    void channel_streamsItsPublications_andResumes() {
        addPrices();
        app.listen(8000);

        try (var stream = memory.stream("/prices/stream?position=lost:0")) {
            assertThat(stream.receiveEvent()).startsWith("retry: ");
            assertThat(stream.receiveEvent()).contains("event: gap");
        }
        try (var client = memory.connect("/prices")) {
            assertThat(client.receiveJson().get("position").asString()).endsWith(":1");
        }
    }

    @Test
    void rooms_beginWithTheirHistory() {
        var rooms = app.channels("room:", ChannelOptions.history(50, Duration.ofHours(1)));
        addRooms(rooms);
        app.listen(8000);
        rooms.channel("tea").publish("hello");

        try (var stream = memory.stream("/rooms/tea/stream")) {
            stream.receiveEvent();
            assertThat(stream.receiveEvent()).endsWith("\ndata: hello");
        }
    }

    @Test
    void client_isServed_andReceivesTheLatestPublications() {
        var prices = app.channel("prices", ChannelOptions.history(100, Duration.ofMinutes(10)));
        addClient(prices);
        app.listen(8000);
        prices.publishJson(7);

        assertThat(memory.get("/fanfare.js").text()).contains("export class FanfareSocket");
        try (var client = memory.connect("/prices")) {
            assertThat(client.receiveJson().get("data").asInt()).isEqualTo(7);
        }
    }

    @Test
    void answer_isStreamed_alsoToLaterClients() {
        addAnswers(question -> Stream.of("It ", "depends", "."));
        app.listen(8000);

        try (var client = memory.connect("/answers/1")) {
            client.receiveJson();
            assertThat(memory.post("/answers/1", "why?").status()).isEqualTo(202);
            for (var data : List.of("It ", "depends", ".")) {
                assertThat(client.receiveJson().get("data").asString()).isEqualTo(data);
            }
            assertThat(client.receiveJson().get("data").get("end").asString()).isEqualTo("complete");
        }
        try (var reloaded = memory.connect("/answers/1")) {
            assertThat(reloaded.receiveJson().get("data").asString()).isEqualTo("It ");
        }
    }

    @Test
    void code_isStreamed() {
        addCode();
        app.listen(8000);

        assertThat(memory.stream("/countdown").receiveRest()).isEqualTo("three two one");
        assertThat(memory.stream("/progress").receiveRest())
                .contains("\n\ndata: {\"step\":1}\n\n")
                .endsWith("\n\nevent: done\ndata: \n\n");
    }
}
