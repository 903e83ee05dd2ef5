package dev.fanfare.transport.netty.websocket;

import java.time.Duration;

/**
 * Limits of the messages from a WebSocket client. Immutable. Start from {@link #DEFAULTS}.
 *
 * @param maxMessageBytes longest message, uncompressed; a longer one closes the connection with 1009
 * @param maxFrameBytes longest frame as sent; a longer one closes the connection with 1009; 0 for no separate limit
 * @param maxFragments number of frames of one message; more close the connection with 1009
 * @param maxMessagesPerSecond rate of messages and pings, and size of a burst; more close the connection with 1008; 0 for no
 *     limit
 * @param messageTimeout time for a message from its first to its last byte, while the server reads; a message that takes up to
 *     twice this time may still be accepted; a longer one closes the connection with 1008
 */
public record MessageLimits(
        int maxMessageBytes, int maxFrameBytes, int maxFragments, int maxMessagesPerSecond, Duration messageTimeout) {
    /** 1 MiB per message, no separate limit of frames, 4,096 fragments, no limit of the rate, 30 seconds per message. */
    public static final MessageLimits DEFAULTS = new MessageLimits(1 << 20, 0, 4096, 0, Duration.ofSeconds(30));

    public MessageLimits {
        if (maxMessageBytes < 1 || maxFrameBytes < 0 || maxFragments < 1 || maxMessagesPerSecond < 0) {
            throw new IllegalArgumentException(
                    "maxMessageBytes and maxFragments must be at least 1, the other limits at least 0;"
                            + " got maxMessageBytes=" + maxMessageBytes + ", maxFrameBytes=" + maxFrameBytes
                            + ", maxFragments=" + maxFragments
                            + ", maxMessagesPerSecond=" + maxMessagesPerSecond);
        }
        if (!messageTimeout.isPositive()) {
            throw new IllegalArgumentException("messageTimeout must be positive, got " + messageTimeout);
        }
    }

    /** Returns a copy with this longest message. */
    public MessageLimits withMaxMessageBytes(int bytes) {
        return new MessageLimits(bytes, maxFrameBytes, maxFragments, maxMessagesPerSecond, messageTimeout);
    }

    /** Returns a copy with this longest frame. */
    public MessageLimits withMaxFrameBytes(int bytes) {
        return new MessageLimits(maxMessageBytes, bytes, maxFragments, maxMessagesPerSecond, messageTimeout);
    }

    /** Returns a copy with this number of fragments. */
    public MessageLimits withMaxFragments(int fragments) {
        return new MessageLimits(maxMessageBytes, maxFrameBytes, fragments, maxMessagesPerSecond, messageTimeout);
    }

    /** Returns a copy with this rate. */
    public MessageLimits withMaxMessagesPerSecond(int messages) {
        return new MessageLimits(maxMessageBytes, maxFrameBytes, maxFragments, messages, messageTimeout);
    }

    /** Returns a copy with this time for a message. */
    public MessageLimits withMessageTimeout(Duration timeout) {
        return new MessageLimits(maxMessageBytes, maxFrameBytes, maxFragments, maxMessagesPerSecond, timeout);
    }
}
