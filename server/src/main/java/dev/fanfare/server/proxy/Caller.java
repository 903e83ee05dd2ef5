package dev.fanfare.server.proxy;

import dev.fanfare.model.access.ConnectAttempt;
import dev.fanfare.model.access.ConnectedClient;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.http.Headers;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The client that causes a request to a backend. Immutable.
 *
 * @param protocol name of the wire format
 * @param emulatedHeaders by name, ignoring case
 * @param meta that the backend attached to the connection; null for none
 */
record Caller(
        String client,
        String user,
        String transport,
        String protocol,
        Headers headers,
        Map<String, String> emulatedHeaders,
        @Nullable Payload meta) {
    /** The HTTP API instead of a client. */
    static final Caller API = new Caller("", "", "", "", Headers.empty(), Map.of(), null);

    /** A client that is not authenticated yet. */
    static Caller of(ConnectAttempt attempt) {
        return new Caller(
                attempt.client(),
                "",
                attempt.transport(),
                attempt.encoding(),
                attempt.request().headers(),
                attempt.emulatedHeaders(),
                null);
    }

    static Caller of(ConnectedClient client) {
        return new Caller(
                client.id(),
                client.user(),
                client.transport(),
                client.encoding(),
                client.request().headers(),
                client.emulatedHeaders(),
                client.meta());
    }

    /** The values of a header of the client's HTTP request. */
    List<String> header(String name) {
        return headers.all(name);
    }

    /** The values of an emulated header; none if the client's HTTP request has that header. */
    List<String> emulatedHeader(String name) {
        var value = emulatedHeaders.get(name);
        return value == null || headers.first(name).isPresent() ? List.of() : List.of(value);
    }
}
