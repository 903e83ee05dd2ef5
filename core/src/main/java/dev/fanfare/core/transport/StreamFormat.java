package dev.fanfare.core.transport;

import dev.fanfare.model.client.CloseReason;
import java.util.Optional;
import java.util.function.Function;

/**
 * The format of a streaming response body. Immutable.
 *
 * @param framing how messages are framed
 * @param closingFrame returns the last frame of a stream that the server closes, which reports the reason to the
 *     client; empty for none. Without it, the body ends cleanly for 1000 only: any other reason breaks the connection, so that the
 *     client can tell an incomplete body from a complete one. Called on the connection's event loop
 */
public record StreamFormat(Framing framing, Function<CloseReason, Optional<Frame>> closingFrame) {
    /** Creates a format without a closing frame. */
    public static StreamFormat of(Framing framing) {
        return new StreamFormat(framing, reason -> Optional.empty());
    }
}
