package dev.fanfare.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.server.PushServer;
import dev.fanfare.server.config.ServerConfig;
import dev.fanfare.testkit.client.RawHttp;
import dev.fanfare.testkit.client.RawWebSocket;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Traces of real connections. */
class LiveTracesTest {
    private static final String TOKEN = "Authorization: Bearer a-token-of-a-program";
    private static final String SECRET = "secret-of-a-client";

    private static final String YAML = """
            http-server: {address: 127.0.0.1, port: 0, internal-port: 0}
            http-api: {key: api-key}
            admin: {token: a-token-of-a-program}
            client:
              user-id-http-header: X-User
              queue-max-size: 65536
              ping-interval: 1h
              rate-limit: {connection: {presence: 1/1h}}
            channel:
              without-namespace: {allow-subscribe-for-client: true}
              namespaces:
                - {name: shown, allow-subscribe-for-client: true, allow-publish-for-subscriber: true, trace-data: true}
                - {name: hidden, allow-subscribe-for-client: true, allow-publish-for-client: true, presence: true, allow-presence-for-client: true}
            """;

    private final PushServer server = PushServer.create(ServerConfig.LOADER.load(YAML, Map.of(), Map.of()));
    private final InetSocketAddress address = server.listen();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void refusedAndLimitedCommands_areShownWithTheRule() {
        try (var trace = trace("user=ann");
                var ann = client("ann")) {
            ask(ann, "{\"id\":2,\"subscribe\":{\"channel\":\"news\"}}");
            ask(ann, "{\"id\":3,\"subscribe\":{\"channel\":\"$private\"}}");
            ask(ann, "{\"id\":4,\"publish\":{\"channel\":\"news\",\"data\":{}}}");
            ask(ann, "{\"id\":5,\"presence\":{\"channel\":\"hidden:a\"}}");
            ask(ann, "{\"id\":6,\"presence\":{\"channel\":\"hidden:a\"}}");

            trace.await("\"kind\":\"connected\"", "\"user\":\"ann\"");
            trace.await("\"kind\":\"out\"", "\"detail\":\"#2 allowed\"");
            trace.await("\"kind\":\"refused\"", "#3 error 103 permission denied", "a subscription token is required");
            trace.await("\"kind\":\"refused\"", "#4 error 103 permission denied", "allow-publish-for-client");
            trace.await("\"kind\":\"limited\"", "#6 error 111", "rate limit");
            trace.await("\"name\":\"presence\"", "\"channel\":\"hidden:a\"", "\"bytes\":");
        }
    }

    @Test
    void tokensAndHeaders_neverAppear() {
        try (var trace = trace("user=ann");
                var ann = client("ann", "Authorization: Bearer " + SECRET, "Cookie: session=" + SECRET)) {
            ask(ann, "{\"id\":2,\"subscribe\":{\"channel\":\"$private\",\"token\":\"" + SECRET + "\"}}");
            ask(ann, "{\"id\":3,\"rpc\":{\"method\":\"pay\",\"data\":\"" + SECRET + "\"}}");
            ann.send("{\"id\":4,\"refresh\":{\"token\":\"" + SECRET + "\"}}");

            trace.await("\"name\":\"refresh\"", "#4 with a token");
            trace.await("\"kind\":\"disconnected\"");
            assertThat(trace.all()).contains("#2 with a token", "method pay").doesNotContain(SECRET);
        }
    }

    @Test
    void payloads_areShownOnlyIfTheNamespacePermitsIt() {
        try (var trace = trace("user=ann");
                var ann = client("ann")) {
            ask(ann, "{\"id\":2,\"subscribe\":{\"channel\":\"shown:a\"}}");
            ask(ann, "{\"id\":3,\"subscribe\":{\"channel\":\"hidden:a\"}}");
            ask(ann, "{\"id\":4,\"publish\":{\"channel\":\"shown:a\",\"data\":\"visible\"}}");
            ask(ann, "{\"id\":5,\"publish\":{\"channel\":\"hidden:a\",\"data\":\"concealed\"}}");

            trace.await("\"kind\":\"out\"", "\"name\":\"publication\"", "\"channel\":\"shown:a\"", "visible");
            trace.await("\"kind\":\"out\"", "\"name\":\"publication\"", "\"channel\":\"hidden:a\"");
            assertThat(trace.all()).doesNotContain("concealed");
        }
    }

    @Test
    void channel_showsCommandsAndPublicationsOfAllClients() {
        try (var trace = trace("channel=hidden:a");
                var ann = client("ann");
                var bob = client("bob")) {
            ask(ann, "{\"id\":2,\"subscribe\":{\"channel\":\"hidden:a\"}}");
            ask(bob, "{\"id\":2,\"publish\":{\"channel\":\"hidden:a\",\"data\":1}}");
            ask(bob, "{\"id\":3,\"subscribe\":{\"channel\":\"news\"}}");

            trace.await("\"kind\":\"in\"", "\"user\":\"ann\"", "\"name\":\"subscribe\"");
            trace.await("\"kind\":\"in\"", "\"user\":\"bob\"", "\"name\":\"publish\"");
            trace.await("\"kind\":\"published\"", "\"channel\":\"hidden:a\"");
            assertThat(trace.all()).doesNotContain("news");
        }
    }

    @Test
    void channel_isFollowedByTwoOperators_eachSeesAPublicationOnce() {
        try (var one = trace("channel=shown:a");
                var other = trace("channel=shown:a")) {
            api("publish", "{\"channel\":\"shown:a\",\"data\":\"first\"}");
            api("publish", "{\"channel\":\"shown:a\",\"data\":\"second\"}");
            for (var trace : List.of(one, other)) {
                trace.await("\"kind\":\"published\"", "second");
                assertThat(trace.all().split("first", -1)).hasSize(2);
            }
        }
    }

    @Test
    void slowClient_isShownWithItsEnd() {
        try (var trace = trace("user=slow");
                var slow = client("slow")) {
            ask(slow, "{\"id\":2,\"subscribe\":{\"channel\":\"hidden:a\"}}");
            var data = "\"" + "x".repeat(60_000) + "\"";
            // The buffers of the kernel take some megabytes.
            for (int i = 0; i < 500; i++) {
                api("publish", "{\"channel\":\"hidden:a\",\"data\":" + data + "}");
            }

            trace.await("\"kind\":\"disconnected\"", "3008 slow");
            assertThat(trace.all()).contains("bytes are waiting");
        }
    }

    @Test
    void killedClient_isShownWithTheReason() {
        try (var trace = trace("user=ann");
                var ann = client("ann")) {
            ask(ann, "{\"id\":2,\"subscribe\":{\"channel\":\"news\"}}");
            api("disconnect", "{\"user\":\"ann\"}");

            trace.await("\"kind\":\"disconnected\"", "\"detail\":\"3503 ");
        }
    }

    @Test
    void invalidTarget_endsTheStream() {
        try (var trace = new TraceStream("user=ann&client=x")) {
            trace.await("event: end", "one of user, client and channel is required");
        }
    }

    @Test
    void traces_areLimitedInNumberAndRequireTheToken() {
        var traces = new TraceStream[8];
        for (int i = 0; i < traces.length; i++) {
            traces[i] = trace("user=user" + i);
        }
        try (var more = new TraceStream("user=more")) {
            more.await("event: end", "at most 8 traces");
        }
        for (var trace : traces) {
            trace.close();
        }
        assertThat(RawHttp.exchange(internal(), "GET /admin/api/trace?user=ann").status())
                .isEqualTo(401);
    }

    @Test
    void trace_endsAfterItsDuration() {
        try (var trace = new TraceStream("user=ann&seconds=1")) {
            trace.await("event: end", "duration of 1 s");
        }
    }

    private InetSocketAddress internal() {
        return server.addresses().getFirst();
    }

    private RawWebSocket client(String user, String... headers) {
        var all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "X-User: " + user;
        var client = RawWebSocket.open(address, "/connection/websocket", all);
        ask(client, "{\"id\":1,\"connect\":{\"headers\":{\"authorization\":\"" + SECRET + "\"}}}");
        return client;
    }

    private static void ask(RawWebSocket client, String command) {
        client.send(command);
        var id = command.substring(0, command.indexOf(','));
        while (!client.receiveText().contains(id)) {
            // Pushes can arrive before the reply.
        }
    }

    private void api(String method, String body) {
        try (var http = RawHttp.connect(internal())) {
            http.send(RawHttp.request(
                            "POST /api/" + method,
                            "X-API-Key: api-key",
                            "Content-Type: application/json",
                            "Content-Length: " + body.length())
                    + body);
            assertThat(http.read().status()).isEqualTo(200);
        }
    }

    /** Starts a trace and waits until it runs on the node. */
    private TraceStream trace(String query) {
        var trace = new TraceStream(query);
        trace.await("event: started");
        return trace;
    }

    /** The events of a trace. */
    private final class TraceStream implements AutoCloseable {
        private final RawHttp http = RawHttp.connect(internal());
        private final StringBuilder events = new StringBuilder();

        TraceStream(String query) {
            http.send(RawHttp.request("GET /admin/api/trace?" + query, TOKEN));
            assertThat(http.readHead().status()).isEqualTo(200);
        }

        String all() {
            return events.toString();
        }

        /** Reads until one line of the trace, or one event, contains all texts. */
        void await(String... texts) {
            while (parts().noneMatch(part -> Stream.of(texts).allMatch(part::contains))) {
                events.append(new String(next(texts), StandardCharsets.UTF_8));
            }
        }

        private byte[] next(String... texts) {
            try {
                return http.readChunk();
            } catch (UncheckedIOException ended) {
                throw new AssertionError("no event contains " + List.of(texts) + " in " + all(), ended);
            }
        }

        /** The name of each event with its first line, and each further line. */
        private Stream<String> parts() {
            return all().replace("\ndata: ", " ").lines().flatMap(event -> Stream.of(event.split("\\},\\{")));
        }

        @Override
        public void close() {
            http.close();
        }
    }
}
