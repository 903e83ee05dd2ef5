import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.VertxOptions;

/** Broadcasts each text over the event bus, on which each connection has a consumer. */
public final class VertxPeer extends AbstractVerticle {
    private final int port;

    private VertxPeer(int port) {
        this.port = port;
    }

    public static void main(String[] args) {
        var vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        vertx.deployVerticle(new VertxPeer(Integer.parseInt(args[0])));
    }

    @Override
    public void start(Promise<Void> started) {
        vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(port))
                .webSocketHandler(this::join)
                .listen()
                .<Void>mapEmpty()
                .onComplete(started);
    }

    private void join(ServerWebSocket socket) {
        var consumer = vertx.eventBus().<String>localConsumer("lobby", message -> socket.writeTextMessage(message.body()));
        socket.closeHandler(closed -> consumer.unregister());
        socket.textMessageHandler(text -> vertx.eventBus().publish("lobby", text));
    }
}
