package dev.fanfare.model.access;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.http.HttpRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A connected client, as seen by access decisions. Thread-safe. */
public interface ConnectedClient {
    /** Returns the connection's id, unique in the cluster. */
    String id();

    /** Returns the user's id; empty for an anonymous client. */
    String user();

    /** Returns the HTTP request that opened the connection. */
    HttpRequest request();

    /** Returns the name of the transport, such as {@code websocket}. */
    String transport();

    /** Returns the name of the wire format, such as {@code json}. */
    String encoding();

    /** See {@link ConnectAttempt#emulatedHeaders}; the map ignores the case of names. */
    Map<String, String> emulatedHeaders();

    /** Returns the latest {@link Admission#meta} or {@link Renewal#meta}; null if there is none. */
    @Nullable
    Payload meta();

    /** Returns true while the client is subscribed to the channel. */
    boolean isSubscribed(String channel);
}
