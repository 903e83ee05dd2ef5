package dev.fanfare.core.transport;

import dev.fanfare.model.client.CloseReason;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the body of a streaming response is made of. Immutable.
 *
 * @param framing how messages are wrapped
 * @param closingFrame the last frame of a stream that the server closes, with the reason; empty for none. Called on the
 *     connection's event loop
 */
public record StreamFormat(Framing framing, Function<CloseReason, Optional<Frame>> closingFrame) {
    /** Streams that end without a word. */
    public static StreamFormat of(Framing framing) {
        return new StreamFormat(framing, reason -> Optional.empty());
    }

    /** The same with another last frame. */
    public StreamFormat withClosingFrame(Function<CloseReason, Optional<Frame>> other) {
        return new StreamFormat(framing, other);
    }
}
