import io.javalin.Javalin;
import io.javalin.websocket.WsContext;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Broadcasts each text to all open sessions, like the chat of its tutorial. Runs on Jetty. */
public final class JavalinPeer {
    private static final Set<WsContext> MEMBERS = ConcurrentHashMap.newKeySet();

    private JavalinPeer() {}

    public static void main(String[] args) {
        Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    config.routes.ws("/ws/{id}", ws -> {
                        ws.onConnect(MEMBERS::add);
                        ws.onClose(MEMBERS::remove);
                        ws.onMessage(context -> broadcast(context.message()));
                    });
                })
                .start("127.0.0.1", Integer.parseInt(args[0]));
    }

    private static void broadcast(String text) {
        MEMBERS.stream().filter(member -> member.session.isOpen()).forEach(member -> member.send(text));
    }
}
