package dev.fanfare.transport.netty.fuzz;

import dev.fanfare.testkit.client.ClientFrame;
import dev.fanfare.testkit.client.RawWebSocket;
import java.util.List;

/** Encodes frames. */
final class RawFrames {
    private RawFrames() {}

    static byte[] join(List<ClientFrame> frames) {
        return RawWebSocket.join(frames.toArray(ClientFrame[]::new));
    }
}
