package dev.fanfare.model.access;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.http.HttpRequest;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request of a client to connect. Immutable.
 *
 * @param client the connection's id, which stays the same if the client is admitted
 * @param request the HTTP request that opened the connection
 * @param transport name of the transport, such as {@code websocket}
 * @param encoding name of the wire format, such as {@code json}
 * @param token empty if the client sent none
 * @param data sent by the client; null if it sent none
 * @param name of the client software; empty if unknown
 * @param version of the client software; empty if unknown
 * @param channels that the client requests as server-side subscriptions
 * @param emulatedHeaders headers that the client could not set in its HTTP request; no proxy in front of the server has checked
 *     them. The case of names is ignored
 */
public record ConnectAttempt(
        String client,
        HttpRequest request,
        String transport,
        String encoding,
        String token,
        @Nullable Payload data,
        String name,
        String version,
        Set<String> channels,
        Map<String, String> emulatedHeaders) {
    public ConnectAttempt {
        // Not copyOf: with it, names with equal hash codes take quadratic time, and clients choose these names.
        channels = Collections.unmodifiableSet(new LinkedHashSet<>(channels));
        Map<String, String> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sorted.putAll(emulatedHeaders);
        emulatedHeaders = Collections.unmodifiableMap(sorted);
    }
}
