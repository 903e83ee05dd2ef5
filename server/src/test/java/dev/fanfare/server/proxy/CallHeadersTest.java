package dev.fanfare.server.proxy;

import static dev.fanfare.server.proxy.ProxiedServer.ask;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallHeadersTest {
    private static final String CONNECT = "{\"id\":1,\"connect\":{\"headers\":"
            + "{\"authorization\":\"Bearer emulated\",\"x-device\":\"phone\",\"x-static\":\"forged\",\"x-other\":\"o\"}}}";
    private static final String SETTINGS = "client.proxy.connect.";

    private final FakeBackend backend = new FakeBackend();

    CallHeadersTest() {
        backend.answers("/connect", "{\"result\":{\"user\":\"ann\"}}");
    }

    @AfterEach
    void close() {
        backend.close();
    }

    @Test
    void configuredHeaders_takePrecedenceOverTheClients() {
        try (var server = ProxiedServer.inMemory(
                backend,
                SETTINGS + "http-headers",
                "[Cookie, X-Static]",
                SETTINGS + "emulated-headers",
                "[Authorization, X-Device, X-Static]",
                SETTINGS + "static-headers",
                "{X-Static: fixed}")) {
            ask(server.open("Cookie: a=1", "Authorization: Bearer own", "X-Static: sent", "X-Secret: s"), CONNECT);
        }
        var headers = backend.next().headers();

        assertThat(headers.getFirst("Cookie")).isEqualTo("a=1");
        assertThat(headers.get("X-Static")).isEqualTo(List.of("fixed"));
        assertThat(headers.get("X-Device")).isEqualTo(List.of("phone"));
        assertThat(headers.getFirst("Content-Type")).isEqualTo("application/json");
        // The request has this header, which is not configured to be passed on.
        assertThat(headers).doesNotContainKeys("Authorization", "X-Secret", "X-Other");
    }

    @Test
    void connectHeaders_areSentWithLaterCalls() {
        backend.answers("/rpc", "{\"result\":{}}");
        try (var server = ProxiedServer.inMemory(
                backend, "rpc.proxy.http-headers", "[Cookie]", "rpc.proxy.emulated-headers", "[X-Device]")) {
            var client = server.open("Cookie: a=1");
            ask(client, CONNECT);
            backend.next();
            ask(client, "{\"id\":2,\"rpc\":{\"method\":\"m\"}}");
        }
        var headers = backend.next().headers();

        assertThat(headers.getFirst("Cookie")).isEqualTo("a=1");
        assertThat(headers.getFirst("X-Device")).isEqualTo("phone");
    }

    @Test
    void malformedClientHeader_isABadRequest() {
        try (var server = ProxiedServer.inMemory(backend, SETTINGS + "emulated-headers", "[X-Device]")) {
            assertThat(ask(
                            server.open(),
                            "{\"id\":1,\"connect\":{\"headers\":{\"X-Device\":\"a\\r\\nX-Admin: yes\"}}}"))
                    .contains("\"code\":107");
        }
        assertThat(backend.waiting()).isZero();
    }

    @Test
    void userAndPassword_areSentAsAuthorization() {
        try (var server = ProxiedServer.inMemory(
                backend, SETTINGS + "endpoint", "http://me:secret@" + backend.authority() + "/connect")) {
            ask(server.open(), CONNECT);
        }

        assertThat(backend.next().headers().getFirst("Authorization")).isEqualTo("Basic bWU6c2VjcmV0");
    }

    @Test
    void toString_showsNoSecrets() {
        var headers = new CallHeaders(Map.of("authorization", "topsecret"), List.of(), List.of());

        assertThat(headers).asString().contains("authorization").doesNotContain("topsecret");
    }
}
