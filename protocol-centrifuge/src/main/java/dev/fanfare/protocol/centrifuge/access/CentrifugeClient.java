package dev.fanfare.protocol.centrifuge.access;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.http.HttpRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client, as access decisions see it. Thread-safe. */
public interface CentrifugeClient {
    /** Id of the connection, unique across nodes. */
    String id();

    /** Id of the user; empty for an anonymous one. */
    String user();

    /** The request that opened the connection. */
    HttpRequest request();

    /** By which transport it came, such as {@code websocket}. */
    String transport();

    /** {@code json} or {@code protobuf}. */
    String encoding();

    /** What the client would have sent as HTTP headers if it could. Nobody in front of the server has looked at them. */
    Map<String, String> emulatedHeaders();

    /** What {@link Admission#meta} or {@link Renewal#meta} said last; null for nothing. */
    @Nullable
    Payload meta();

    /** True while the client is subscribed to the channel. */
    boolean isSubscribed(String channel);
}
