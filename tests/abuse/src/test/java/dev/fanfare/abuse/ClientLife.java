package dev.fanfare.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.testkit.client.ClientFrame;
import dev.fanfare.testkit.client.Handshake;
import dev.fanfare.testkit.client.RawHttp;
import dev.fanfare.testkit.client.RawSocket;
import dev.fanfare.testkit.client.RawWebSocket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** A client from its connect to its end. Confined to one thread. */
@FunctionalInterface
interface ClientLife {
    /** All kinds of clients. */
    List<ClientLife> ALL = List.of(
            (connections, random) -> webSocket(connections, random),
            (connections, random) -> webSocket(connections, random, Clients.COMPRESSION),
            (connections, random) -> recoveringWebSocket(connections, random),
            (connections, random) -> stream(connections, random, ClientLife::serverSentEvents),
            (connections, random) -> stream(connections, random, ClientLife::httpStream),
            (connections, random) -> abortedRequest(connections, random),
            (connections, random) -> abortedMessage(connections, random));

    int PUBLICATIONS = 4;
    Pattern EPOCH = Pattern.compile("\"epoch\":\"([^\"]+)\"");
    Pattern SESSION = Pattern.compile("\"session\":\"([^\"]+)\"");
    Pattern NODE = Pattern.compile("\"node\":\"([^\"]+)\"");
    String CONNECT = "{\"id\":1,\"connect\":{}}";

    /** Runs a client. */
    void run(Supplier<RawSocket> connections, RandomGenerator random);

    /** Subscribes, publishes and ends in one of three ways. */
    private static void webSocket(Supplier<RawSocket> connections, RandomGenerator random, String... headers) {
        var socket = RawWebSocket.open(connections.get(), Clients.ENDPOINT, headers);
        var channel = channel(random);
        socket.send(CONNECT + "\n" + subscribe(2, channel) + "\n" + subscribe(3, channel(random)));
        await(socket, "\"id\":3");
        publish(socket, channel);
        if (random.nextBoolean()) {
            socket.send(Commands.unsubscribe(20, channel));
            await(socket, "\"id\":20");
        }
        end(socket, random);
    }

    private static void recoveringWebSocket(Supplier<RawSocket> connections, RandomGenerator random) {
        var channel = channel(random);
        var first = RawWebSocket.open(connections.get(), Clients.ENDPOINT);
        first.send(CONNECT + "\n" + subscribe(2, channel));
        var epoch = group(EPOCH, await(first, "\"id\":2"));
        publish(first, channel);
        end(first, random);

        var second = RawWebSocket.open(connections.get(), Clients.ENDPOINT);
        second.send(CONNECT + "\n" + Commands.recover(2, channel, epoch, 0));
        assertThat(await(second, "\"id\":2")).contains("\"recovered\":true");
        end(second, random);
    }

    private static void publish(RawWebSocket socket, String channel) {
        for (int number = 1; number <= PUBLICATIONS; number++) {
            socket.send(Commands.publish(10 + number, channel, data(number)));
            await(socket, "\"id\":" + (10 + number));
        }
    }

    /** Data of which most is equal, so that deltas are small. */
    private static String data(int number) {
        return "{\"number\":" + number + ",\"text\":\"" + "the same text ".repeat(30) + "\"}";
    }

    private static void end(RawWebSocket socket, RandomGenerator random) {
        if (random.nextBoolean()) {
            socket.leave();
        } else {
            abort(socket.socket(), random);
        }
    }

    /** Reads the events of a stream, publishes by the emulation endpoint and disconnects. */
    private static void stream(
            Supplier<RawSocket> connections, RandomGenerator random, BiConsumer<RawHttp, String> open) {
        var channel = channel(random);
        var http = RawHttp.over(connections.get());
        open.accept(http, CONNECT + "\n" + subscribe(2, channel));
        assertThat(http.readHead().status()).isEqualTo(200);
        var text = new StringBuilder();
        awaitChunk(http, text, "\"id\":2");
        emulate(connections, text, Commands.publish(3, channel, data(1)));
        awaitChunk(http, text, "\"id\":3");
        abort(http.socket(), random);
    }

    private static void serverSentEvents(RawHttp http, String commands) {
        http.send(RawHttp.request(
                "GET /connection/sse?cf_connect=" + URLEncoder.encode(commands, StandardCharsets.UTF_8)));
    }

    private static void httpStream(RawHttp http, String commands) {
        http.send(RawHttp.request(
                        "POST /connection/http_stream",
                        "Content-Type: application/json",
                        "Content-Length: " + commands.length())
                + commands);
    }

    private static void emulate(Supplier<RawSocket> connections, CharSequence replies, String command) {
        var body = "{\"session\":\"%s\",\"node\":\"%s\",\"data\":\"%s\"}"
                .formatted(
                        group(SESSION, replies),
                        group(NODE, replies),
                        command.replace("\\", "\\\\").replace("\"", "\\\""));
        try (var http = RawHttp.over(connections.get())) {
            http.send(RawHttp.request(
                            "POST /emulation", "Content-Type: application/json", "Content-Length: " + body.length())
                    + body);
            assertThat(http.read().status()).isEqualTo(204);
        }
    }

    private static void awaitChunk(RawHttp http, StringBuilder text, String expected) {
        while (text.indexOf(expected) < 0) {
            text.append(new String(http.readChunk(), StandardCharsets.UTF_8));
        }
    }

    private static void abortedRequest(Supplier<RawSocket> connections, RandomGenerator random) {
        var socket = connections.get();
        var request = Handshake.request(Clients.ENDPOINT).getBytes(StandardCharsets.ISO_8859_1);
        socket.send(Arrays.copyOf(request, random.nextInt(request.length)));
        socket.reset();
    }

    private static void abortedMessage(Supplier<RawSocket> connections, RandomGenerator random) {
        var socket = RawWebSocket.open(connections.get(), Clients.ENDPOINT, Clients.COMPRESSION);
        socket.send(CONNECT);
        await(socket, "\"id\":1");
        var message = "unfinished".repeat(1_000).getBytes(StandardCharsets.US_ASCII);
        socket.send(ClientFrame.deflated(ClientFrame.TEXT, message).notFinal());
        abort(socket.socket(), random);
    }

    private static void abort(RawSocket socket, RandomGenerator random) {
        if (random.nextBoolean()) {
            socket.close();
        } else {
            socket.reset();
        }
    }

    private static String await(RawWebSocket socket, String text) {
        return Clients.awaitText(socket, text);
    }

    private static String channel(RandomGenerator random) {
        return "churn:" + random.nextLong(Long.MAX_VALUE);
    }

    private static String subscribe(long id, String channel) {
        return "{\"id\":" + id + ",\"subscribe\":{\"channel\":\"" + channel + "\",\"delta\":\"fossil\"}}";
    }

    private static String group(Pattern pattern, CharSequence text) {
        var matcher = pattern.matcher(text);
        assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
        return matcher.group(1);
    }
}
