package dev.fanfare.protocol.centrifuge.client;

/**
 * By which of the protocol's transports a client came. Immutable.
 *
 * @param transport its name
 * @param asks whether the client can send commands, and not only receive
 * @param emulated whether its commands come by requests of their own
 * @param nativePings whether it is pinged by the transport rather than the protocol
 */
public record Entrance(String transport, boolean asks, boolean emulated, boolean nativePings) {}
