package dev.fanfare.server.push;

import dev.fanfare.app.Fanfare;
import dev.fanfare.app.RequestRefusedException;
import dev.fanfare.app.WebSocket;
import dev.fanfare.app.WebSocketHandler;
import dev.fanfare.core.concurrent.FailureCause;
import dev.fanfare.core.port.Relay;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.server.config.RedisBridge;
import java.util.concurrent.CompletionException;

/** The WebSocket handler of a bridge's path; messages are plain. Thread-safe. */
final class PlainClients implements WebSocketHandler {
    /** Placeholder in the path. */
    static final String CHANNEL = "channel";

    private static final int NOT_FOUND = 404;
    private static final int TRY_AGAIN_LATER = 1013;

    private final Fanfare app;
    private final Bridges bridges;
    private final RedisBridge bridge;
    private final Relay relay;

    PlainClients(Fanfare app, Bridges bridges, RedisBridge bridge, Relay relay) {
        this.app = app;
        this.bridges = bridges;
        this.bridge = bridge;
        this.relay = relay;
    }

    @Override
    public void handle(WebSocket ws) {
        var channel = bridge.isChosen() ? chosen(ws) : bridge.channel();
        if (bridge.direction().isIn()) {
            ws.subscribe(app.channel(bridge.isFeed() ? Bridges.feed(bridge) : channel));
        }
        if (bridge.direction().isOut()) {
            publishAll(ws, channel);
        } else {
            ws.awaitClose();
        }
    }

    private String chosen(WebSocket ws) {
        var channel = ws.path(CHANNEL);
        if (!bridges.offers(bridge, channel)) {
            throw new RequestRefusedException(NOT_FOUND, "channel " + channel + " is not available on this path");
        }
        return channel;
    }

    private void publishAll(WebSocket ws, String channel) {
        try {
            for (var message : ws.messages()) {
                relay.publish(channel, message.bytes()).toCompletableFuture().join();
            }
        } catch (CompletionException failure) {
            if (!(FailureCause.of(failure) instanceof EngineException)) {
                throw failure;
            }
            ws.close(TRY_AGAIN_LATER, "Redis is unavailable; retry later");
        }
    }
}
