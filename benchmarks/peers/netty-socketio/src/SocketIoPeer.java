import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOServer;
import com.corundumstudio.socketio.Transport;

/** Broadcasts each event to all clients. */
public final class SocketIoPeer {
    private SocketIoPeer() {}

    public static void main(String[] args) {
        var configuration = new Configuration();
        configuration.setHostname("127.0.0.1");
        configuration.setPort(Integer.parseInt(args[0]));
        configuration.setTransports(Transport.WEBSOCKET);
        configuration.setUseLinuxNativeEpoll(true);
        var server = new SocketIOServer(configuration);
        server.addEventListener(
                "msg",
                String.class,
                (client, text, ack) -> server.getBroadcastOperations().sendEvent("msg", text));
        server.start();
    }
}
