package dev.fanfare.core.protocol;

/**
 * Identifies a wire format; receivers with equal keys share frames. Immutable.
 *
 * @param protocol the protocol, such as {@code raw}
 * @param encoding its encoding, such as {@code json}; empty if there is only one
 * @param framing the transport's framing, such as {@code websocket}
 */
public record FrameKey(String protocol, String encoding, String framing) {}
