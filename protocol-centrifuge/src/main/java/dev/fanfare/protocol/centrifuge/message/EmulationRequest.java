package dev.fanfare.protocol.centrifuge.message;

import dev.fanfare.model.channel.Payload;

/**
 * Commands of a client whose transport goes one way, sent by a request of their own. Immutable.
 *
 * @param node on which the client's stream lives
 * @param session its secret
 * @param commands what the client would send if it could
 */
public record EmulationRequest(String node, String session, Payload commands) {}
