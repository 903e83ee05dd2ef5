package dev.fanfare.protocol.centrifuge.access;

import dev.fanfare.core.transport.HttpRequest;
import dev.fanfare.protocol.centrifuge.message.Command;

/**
 * A client that wants to connect. Immutable.
 *
 * @param request the request that opened the connection
 * @param transport by which, such as {@code websocket}
 * @param command what the client said of itself
 */
public record ConnectAttempt(HttpRequest request, String transport, Command.Connect command) {}
