package dev.fanfare.protocol.centrifuge.access;

import dev.fanfare.model.http.HttpRequest;
import dev.fanfare.protocol.centrifuge.message.Command;

/**
 * A client that wants to connect. Immutable.
 *
 * @param client the id that the connection has when it is let in
 * @param request the request that opened the connection
 * @param transport by which, such as {@code websocket}
 * @param encoding {@code json} or {@code protobuf}
 * @param command what the client said of itself
 */
public record ConnectAttempt(
        String client, HttpRequest request, String transport, String encoding, Command.Connect command) {}
