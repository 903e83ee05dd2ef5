package dev.fanfare.cli.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;

/** Plain messages: of a WebSocket, or of a stream of server-sent events. The subscription needs no command. */
final class RawDialogue implements Dialogue {
    private final BenchClient client;

    RawDialogue(BenchClient client) {
        this.client = client;
    }

    @Override
    public void opened() {
        client.subscribed(false);
    }

    @Override
    public void received(ByteBuf message) {
        client.deliveries(message, message.readerIndex(), message.writerIndex());
    }

    /** There is no confirmation: the publication counts as accepted when it is written. */
    @Override
    public void publish(StreamState stream, long sequence, byte[] payload) {
        var stats = client.context().stats;
        client.channel()
                .writeAndFlush(new TextWebSocketFrame(Unpooled.wrappedBuffer(payload)))
                .addListener(written -> {
                    if (written.isSuccess()) {
                        stats.accepted.increment();
                    } else {
                        stream.reject(sequence);
                        stats.error("publish: the connection is closed");
                    }
                });
    }
}
