package dev.fanfare.spring.test;

import dev.fanfare.app.Channel;
import dev.fanfare.app.WebSocket;
import dev.fanfare.app.WebSocketHandler;
import dev.fanfare.spring.WebSocketRoute;
import org.springframework.stereotype.Component;

/** The route under test. */
@Component
@WebSocketRoute("/orders")
class OrdersRoute implements WebSocketHandler {
    private final Channel orders;

    OrdersRoute(Channel orders) {
        this.orders = orders;
    }

    @Override
    public void handle(WebSocket ws) {
        ws.subscribe(orders);
        ws.awaitClose();
    }
}
