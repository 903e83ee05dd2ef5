package dev.fanfare.core.protocol;

/**
 * What tells receivers apart as far as bytes go: receivers with equal keys get the very same frames. Immutable.
 *
 * @param protocol the protocol, such as {@code raw}
 * @param encoding its encoding, such as {@code json}; empty when it has but one
 * @param framing the transport's framing, such as {@code websocket}
 */
public record FrameKey(String protocol, String encoding, String framing) {}
