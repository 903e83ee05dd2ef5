package dev.fanfare.app.internal.http;

import dev.fanfare.core.transport.Frame;
import dev.fanfare.core.transport.Framing;
import java.util.stream.Stream;

/**
 * A body that application code creates. One thread uses the stream, once.
 *
 * @param frames the parts of the body; creating one may block
 * @param framing the framing of the body, which defines its heartbeat
 */
public record CreatedFrames(Stream<Frame> frames, Framing framing) implements StreamContent {
    @Override
    public void discard() {
        frames.close();
    }
}
