import static io.undertow.Handlers.path;
import static io.undertow.Handlers.websocket;

import io.undertow.Undertow;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;

/** Broadcasts each text to all connections of the endpoint. */
public final class UndertowPeer {
    private UndertowPeer() {}

    public static void main(String[] args) {
        var lobby = websocket((exchange, channel) -> {
            channel.getReceiveSetter().set(new Broadcast());
            channel.resumeReceives();
        });
        Undertow.builder()
                .addHttpListener(Integer.parseInt(args[0]), "127.0.0.1")
                .setHandler(path().addPrefixPath("/ws", lobby))
                .build()
                .start();
    }

    private static final class Broadcast extends AbstractReceiveListener {
        @Override
        protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
            String text = message.getData();
            for (WebSocketChannel peer : channel.getPeerConnections()) {
                WebSockets.sendText(text, peer, null);
            }
        }
    }
}
