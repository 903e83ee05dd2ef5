package dev.fanfare.transport.netty.websocket;

/**
 * What a WebSocket client may send. Immutable; begin with {@link #DEFAULTS}.
 *
 * @param maxMessageBytes longest message, over all its fragments and uncompressed; more closes with 1009
 * @param maxFrameBytes longest frame as it is sent; more closes with 1009; 0 for no limit but the message's
 * @param maxFragments most frames of one message; more closes with 1009
 * @param maxMessagesPerSecond most messages and pings in a second, and at once after silence; more closes with 1008; 0 for
 *     any number
 */
public record MessageLimits(int maxMessageBytes, int maxFrameBytes, int maxFragments, int maxMessagesPerSecond) {
    /** 1 MiB, frames as long as messages, 4,096 fragments, any number a second. */
    public static final MessageLimits DEFAULTS = new MessageLimits(1 << 20, 0, 4096, 0);

    public MessageLimits {
        if (maxMessageBytes < 1 || maxFrameBytes < 0 || maxFragments < 1 || maxMessagesPerSecond < 0) {
            throw new IllegalArgumentException("limits are positive, not maxMessageBytes=" + maxMessageBytes
                    + ", maxFrameBytes=" + maxFrameBytes + ", maxFragments=" + maxFragments
                    + ", maxMessagesPerSecond=" + maxMessagesPerSecond);
        }
    }

    /** The same with another longest message. */
    public MessageLimits withMaxMessageBytes(int bytes) {
        return new MessageLimits(bytes, maxFrameBytes, maxFragments, maxMessagesPerSecond);
    }

    /** The same with another longest frame. */
    public MessageLimits withMaxFrameBytes(int bytes) {
        return new MessageLimits(maxMessageBytes, bytes, maxFragments, maxMessagesPerSecond);
    }

    /** The same with another number of fragments. */
    public MessageLimits withMaxFragments(int fragments) {
        return new MessageLimits(maxMessageBytes, maxFrameBytes, fragments, maxMessagesPerSecond);
    }

    /** The same with another number of messages a second. */
    public MessageLimits withMaxMessagesPerSecond(int messages) {
        return new MessageLimits(maxMessageBytes, maxFrameBytes, maxFragments, messages);
    }
}
