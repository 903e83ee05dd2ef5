package dev.fanfare.transport.netty.deflate;

/**
 * Settings of message compression (RFC 7692). Immutable. Start from {@link #DEFAULTS} or {@link #OFF}.
 *
 * @param enabled whether offers of permessage-deflate are accepted
 * @param level from 1 (fastest) to 9 (smallest)
 * @param minBytes shorter messages to clients are not compressed
 * @param clientContextTakeover whether messages of a client may refer to earlier ones, which makes them smaller but holds up to
 *     32 KiB per connection
 */
public record CompressionSettings(boolean enabled, int level, int minBytes, boolean clientContextTakeover) {
    /** Enabled, level 1, from 512 bytes, without context takeover. */
    public static final CompressionSettings DEFAULTS = new CompressionSettings(true, 1, 512, false);

    /** Declines every offer. */
    public static final CompressionSettings OFF = new CompressionSettings(false, 1, 512, false);

    private static final int MAX_LEVEL = 9;

    public CompressionSettings {
        if (level < 1 || level > MAX_LEVEL || minBytes < 0) {
            throw new IllegalArgumentException("level must be between 1 and " + MAX_LEVEL
                    + ", minBytes at least 0; got level=" + level + ", minBytes=" + minBytes);
        }
    }

    /** Returns a copy with context takeover for clients. */
    public CompressionSettings withClientContextTakeover() {
        return new CompressionSettings(enabled, level, minBytes, true);
    }

    /** Returns a copy with this threshold. */
    public CompressionSettings withMinBytes(int bytes) {
        return new CompressionSettings(enabled, level, bytes, clientContextTakeover);
    }

    /** Returns a copy with this level. */
    public CompressionSettings withLevel(int newLevel) {
        return new CompressionSettings(enabled, newLevel, minBytes, clientContextTakeover);
    }
}
