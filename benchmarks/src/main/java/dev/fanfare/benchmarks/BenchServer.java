package dev.fanfare.benchmarks;

import dev.fanfare.app.Channel;
import dev.fanfare.app.Fanfare;
import dev.fanfare.app.FanfareSettings;
import dev.fanfare.app.Socket;
import dev.fanfare.app.SocketHandler;
import dev.fanfare.engine.redis.RedisEngine;
import dev.fanfare.engine.redis.RedisSettings;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.protocol.centrifuge.Centrifuge;
import dev.fanfare.transport.netty.NettySettings;
import dev.fanfare.transport.netty.loop.IoBackend;
import dev.fanfare.transport.netty.tls.TlsProvider;
import dev.fanfare.transport.netty.tls.TlsSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/**
 * The server that the load client measures. Arguments: a port, an I/O backend, and the address of a Redis server unless
 * channels are in memory; alternatively {@code tls}, a provider, and the files of a certificate and its key.
 * <ul>
 * <li>{@code /ws/{id}}: function style; every message is broadcast
 * <li>{@code /direct/{id}}: subscribed on the loop, without application code afterwards
 * <li>{@code /handler/{id}}: a socket handler on virtual threads, subscribed
 * <li>{@code /connection/websocket}: Centrifuge clients; channels with the prefix {@code kept} have recovery
 * <li>{@code /echo}: echo through a virtual thread; {@code /echo-loop}: echo on the event loop
 * </ul>
 */
public final class BenchServer {
    private static final ChannelOptions KEPT = ChannelOptions.defaults()
            .withHistory(new HistoryRetention(100, Duration.ofMinutes(5), Duration.ofDays(1)))
            .recovery();

    private BenchServer() {}

    /** Serves until the process ends. */
    public static void main(String[] args) throws InterruptedException {
        int port = Integer.parseInt(args[0]);
        var backend = IoBackend.valueOf(args[1].toUpperCase(Locale.ROOT));
        var defaults = NettySettings.DEFAULTS;
        var plain = new NettySettings(backend, defaults.loops(), defaults.http(), defaults.webSocket());
        boolean secure = args.length > 2 && args[2].equals("tls");
        var settings = FanfareSettings.DEFAULTS.withTransport(secure ? plain.withTls(tls(args)) : plain);
        var app = args.length > 2 && !secure
                ? Fanfare.create(settings, new RedisEngine(RedisSettings.of(args[2])))
                : Fanfare.create(settings);
        var lobby = app.channel("lobby");
        app.websocket("/ws/{id}", ws -> {
            ws.subscribe(lobby);
            for (var message : ws.messages()) {
                lobby.publish(message);
            }
        });
        app.eventLoopHandler("/direct/{id}", () -> new Subscribed(lobby));
        app.socketHandler("/handler/{id}", () -> new Subscribed(lobby));
        app.websocket("/echo", ws -> {
            for (var message : ws.messages()) {
                ws.send(message);
            }
        });
        app.eventLoopHandler("/echo-loop", EchoHandler::new);
        app.channels("kept", KEPT);
        app.mount(Centrifuge.open());
        app.listen("127.0.0.1", port);
        new CountDownLatch(1).await();
    }

    private static TlsSettings tls(String[] args) {
        return TlsSettings.pem(Path.of(args[4]), Path.of(args[5]))
                .withProvider(
                        TlsProvider.valueOf(args[3].toUpperCase(Locale.ROOT)).requireAvailable());
    }

    private static final class Subscribed extends SocketHandler {
        private final Channel channel;

        Subscribed(Channel channel) {
            this.channel = channel;
        }

        @Override
        public void connect(Socket socket) {
            socket.subscribe(channel);
        }

        @Override
        public void receive(Socket socket, Payload message) {
            channel.publish(message);
        }
    }

    private static final class EchoHandler extends SocketHandler {
        @Override
        public void receive(Socket socket, Payload message) {
            socket.send(message);
        }
    }
}
