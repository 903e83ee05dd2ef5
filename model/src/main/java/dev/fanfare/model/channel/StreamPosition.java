package dev.fanfare.model.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Optional;

/**
 * The position of a reader in a channel's history. Immutable.
 *
 * @param epoch identifies one lifetime of the history; offsets of different epochs are not comparable
 * @param offset number of the last publication seen, counted from 1; 0 is before the first
 */
public record StreamPosition(String epoch, long offset) {
    /** The position of a channel without history; its epoch is empty. */
    public static final StreamPosition NONE = new StreamPosition("", 0);

    private static final char SEPARATOR = ':';
    /** Longer texts are not positions of a history. */
    private static final int MAX_TEXT_LENGTH = 256;

    public StreamPosition {
        if (offset < 0) {
            throw new IllegalArgumentException("offset must be 0 or more, got " + offset);
        }
    }

    /** Returns this position as text for clients: {@code epoch:offset}, with a percent-encoded epoch. */
    public String text() {
        return URLEncoder.encode(epoch, UTF_8) + SEPARATOR + offset;
    }

    /** Returns the position that {@link #text} has written; empty for any other text, which a client may have sent. */
    public static Optional<StreamPosition> parse(String text) {
        int separator = text.lastIndexOf(SEPARATOR);
        if (separator < 1 || text.length() > MAX_TEXT_LENGTH) {
            return Optional.empty();
        }
        try {
            var epoch = URLDecoder.decode(text.substring(0, separator), UTF_8);
            var position = new StreamPosition(epoch, Long.parseLong(text.substring(separator + 1)));
            return Optional.of(position).filter(parsed -> parsed.text().equals(text));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
