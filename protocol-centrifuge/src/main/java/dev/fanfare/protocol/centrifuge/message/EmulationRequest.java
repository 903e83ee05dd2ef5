package dev.fanfare.protocol.centrifuge.message;

import dev.fanfare.model.channel.Payload;

/**
 * Commands that a client with a one-way transport sends in a separate request. Immutable.
 *
 * @param node id of the node that holds the connection
 * @param session secret of the connection
 * @param commands the encoded commands
 */
public record EmulationRequest(String node, String session, Payload commands) {}
