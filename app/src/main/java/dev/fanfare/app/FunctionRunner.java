package dev.fanfare.app;

import dev.fanfare.core.transport.HttpExchange;

/** Runs a {@link WebSocketHandler}: one parked virtual thread per connection. Thread-safe. */
final class FunctionRunner implements SocketRunner {
    private final WebSocketHandler handler;

    FunctionRunner(WebSocketHandler handler) {
        this.handler = handler;
    }

    @Override
    public void start(SocketContext context, HttpExchange handshake, Request request) {
        var ws = new WebSocket(context, handshake, request);
        context.threads().start(() -> run(ws));
    }

    private void run(WebSocket ws) {
        try {
            handler.handle(ws);
            if (ws.isAccepted()) {
                ws.close();
            } else {
                ws.refuse(403, "not accepted");
            }
        } catch (Throwable failure) {
            ws.fail(failure);
        }
    }
}
