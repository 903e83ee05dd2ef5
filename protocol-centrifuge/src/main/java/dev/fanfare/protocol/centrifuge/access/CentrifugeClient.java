package dev.fanfare.protocol.centrifuge.access;

import dev.fanfare.core.transport.HttpRequest;

/** A client, as access decisions see it. Thread-safe. */
public interface CentrifugeClient {
    /** Id of the connection, unique across nodes. */
    String id();

    /** Id of the user; empty for an anonymous one. */
    String user();

    /** The request that opened the connection. */
    HttpRequest request();

    /** True while the client is subscribed to the channel. */
    boolean isSubscribed(String channel);
}
