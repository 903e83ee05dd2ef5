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
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** A client from its connect to its end. Confined to one thread. */
@FunctionalInterface
interface ClientLife {
    /** All kinds of clients. */
    List<ClientLife> ALL = List.of(
            (target, random) -> webSocket(target, random),
            (target, random) -> webSocket(target, random, Clients.COMPRESSION),
            (target, random) -> recoveringWebSocket(target, random),
            (target, random) -> protobufWebSocket(target, random),
            (target, random) -> unidirectionalWebSocket(target, random),
            (target, random) -> unidirectionalStream(target, random, ClientLife::unidirectionalEvents),
            (target, random) -> unidirectionalStream(target, random, ClientLife::unidirectionalHttpStream),
            (target, random) -> stream(target, random, ClientLife::serverSentEvents),
            (target, random) -> stream(target, random, ClientLife::httpStream),
            (target, random) -> abortedRequest(target, random),
            (target, random) -> abortedMessage(target, random));

    int PUBLICATIONS = 4;
    Pattern EPOCH = Pattern.compile("\"epoch\":\"([^\"]+)\"");
    Pattern OFFSET = Pattern.compile("\"offset\":(\\d+)");
    Pattern SESSION = Pattern.compile("\"session\":\"([^\"]+)\"");
    Pattern NODE = Pattern.compile("\"node\":\"([^\"]+)\"");
    String CONNECT = "{\"id\":1,\"connect\":{}}";

    /** Runs a client. */
    void run(ChurnTarget target, RandomGenerator random);

    /** Subscribes, publishes and ends in one of three ways. */
    private static void webSocket(ChurnTarget target, RandomGenerator random, String... headers) {
        var socket = RawWebSocket.open(target.connect(), Clients.ENDPOINT, headers);
        var channel = target.channel(random);
        socket.send(CONNECT + "\n" + subscribe(2, channel) + "\n" + subscribe(3, target.channel(random)));
        await(socket, "\"id\":3");
        publish(socket, channel);
        if (random.nextBoolean()) {
            socket.send(Commands.unsubscribe(20, channel));
            await(socket, "\"id\":20");
        }
        end(socket, random);
    }

    private static void recoveringWebSocket(ChurnTarget target, RandomGenerator random) {
        var channel = target.channel(random);
        var first = RawWebSocket.open(target.connect(), Clients.ENDPOINT);
        first.send(CONNECT + "\n" + subscribe(2, channel));
        var position = await(first, "\"id\":2");
        publish(first, channel);
        end(first, random);

        var second = RawWebSocket.open(target.connect(), Clients.ENDPOINT);
        second.send(CONNECT + "\n" + Commands.recover(2, channel, group(EPOCH, position), offset(position)));
        assertThat(await(second, "\"id\":2")).contains("\"recovered\":true");
        end(second, random);
    }

    private static void protobufWebSocket(ChurnTarget target, RandomGenerator random) {
        var channel = target.channel(random);
        var socket = RawWebSocket.open(target.connect(), Clients.ENDPOINT + "?format=protobuf");
        ProtobufCommands.subscribe(socket, channel);
        ProtobufCommands.publish(socket, channel, data(1));
        end(socket, random);
    }

    private static void unidirectionalWebSocket(ChurnTarget target, RandomGenerator random) {
        var channel = target.channel(random);
        var socket = RawWebSocket.open(target.connect(), "/connection/uni_websocket");
        socket.send(unidirectionalConnect(channel));
        await(socket, "\"connect\"");
        publishOnce(target, channel, random);
        await(socket, "\"number\":1");
        end(socket, random);
    }

    private static void unidirectionalStream(
            ChurnTarget target, RandomGenerator random, BiConsumer<RawHttp, String> open) {
        var channel = target.channel(random);
        var http = RawHttp.over(target.connect());
        open.accept(http, unidirectionalConnect(channel));
        assertThat(http.readHead().status()).isEqualTo(200);
        var text = new StringBuilder();
        awaitChunk(http, text, "\"connect\"");
        publishOnce(target, channel, random);
        awaitChunk(http, text, "\"number\":1");
        abort(http.socket(), random);
    }

    private static void unidirectionalEvents(RawHttp http, String connect) {
        http.send(RawHttp.request(
                "GET /connection/uni_sse?cf_connect=" + URLEncoder.encode(connect, StandardCharsets.UTF_8)));
    }

    private static void unidirectionalHttpStream(RawHttp http, String connect) {
        post(http, "/connection/uni_http_stream", connect);
    }

    private static String unidirectionalConnect(String channel) {
        return "{\"subs\":{\"" + channel + "\":{}}}";
    }

    /** Publishes as another client, because unidirectional clients send nothing. */
    private static void publishOnce(ChurnTarget target, String channel, RandomGenerator random) {
        var socket = RawWebSocket.open(target.connect(), Clients.ENDPOINT);
        socket.send(CONNECT + "\n" + subscribe(2, channel) + "\n" + Commands.publish(3, channel, data(1)));
        awaitReply(socket, 3);
        end(socket, random);
    }

    private static void publish(RawWebSocket socket, String channel) {
        for (int number = 1; number <= PUBLICATIONS; number++) {
            socket.send(Commands.publish(10 + number, channel, data(number)));
            awaitReply(socket, 10 + number);
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
    private static void stream(ChurnTarget target, RandomGenerator random, BiConsumer<RawHttp, String> open) {
        var channel = target.channel(random);
        var http = RawHttp.over(target.connect());
        open.accept(http, CONNECT + "\n" + subscribe(2, channel));
        assertThat(http.readHead().status()).isEqualTo(200);
        var text = new StringBuilder();
        awaitChunk(http, text, "\"id\":2");
        emulate(target, text, Commands.publish(3, channel, data(1)));
        awaitChunk(http, text, "\"id\":3");
        abort(http.socket(), random);
    }

    private static void serverSentEvents(RawHttp http, String commands) {
        http.send(RawHttp.request(
                "GET /connection/sse?cf_connect=" + URLEncoder.encode(commands, StandardCharsets.UTF_8)));
    }

    private static void httpStream(RawHttp http, String commands) {
        post(http, "/connection/http_stream", commands);
    }

    private static void post(RawHttp http, String path, String body) {
        http.send(RawHttp.request("POST " + path, "Content-Type: application/json", "Content-Length: " + body.length())
                + body);
    }

    private static void emulate(ChurnTarget target, CharSequence replies, String command) {
        var body = "{\"session\":\"%s\",\"node\":\"%s\",\"data\":\"%s\"}"
                .formatted(
                        group(SESSION, replies),
                        group(NODE, replies),
                        command.replace("\\", "\\\\").replace("\"", "\\\""));
        try (var http = RawHttp.over(target.connect())) {
            post(http, "/emulation", body);
            assertThat(http.read().status()).isEqualTo(204);
        }
    }

    private static void awaitChunk(RawHttp http, StringBuilder text, String expected) {
        while (text.indexOf(expected) < 0) {
            text.append(new String(http.readChunk(), StandardCharsets.UTF_8));
        }
    }

    private static void abortedRequest(ChurnTarget target, RandomGenerator random) {
        var socket = target.connect();
        var request = Handshake.request(Clients.ENDPOINT).getBytes(StandardCharsets.ISO_8859_1);
        socket.send(Arrays.copyOf(request, random.nextInt(request.length)));
        socket.reset();
    }

    private static void abortedMessage(ChurnTarget target, RandomGenerator random) {
        var socket = RawWebSocket.open(target.connect(), Clients.ENDPOINT, Clients.COMPRESSION);
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

    /** Waits for a reply, which must not be an error. */
    private static void awaitReply(RawWebSocket socket, int id) {
        assertThat(await(socket, "\"id\":" + id)).doesNotContain("\"error\"");
    }

    private static String await(RawWebSocket socket, String text) {
        return Clients.awaitText(socket, text);
    }

    private static String subscribe(long id, String channel) {
        return "{\"id\":" + id + ",\"subscribe\":{\"channel\":\"" + channel + "\",\"delta\":\"fossil\"}}";
    }

    /** Returns the offset of a reply, which is omitted if it is zero. */
    private static long offset(CharSequence reply) {
        var matcher = OFFSET.matcher(reply);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    private static String group(Pattern pattern, CharSequence text) {
        var matcher = pattern.matcher(text);
        assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
        return matcher.group(1);
    }
}
