package dev.fanfare.cli;

import dev.fanfare.app.Fanfare;
import dev.fanfare.app.FanfareSettings;
import dev.fanfare.transport.netty.NettySettings;
import dev.fanfare.transport.netty.http.HttpSettings;
import dev.fanfare.transport.netty.loop.IoBackend;
import dev.fanfare.transport.netty.websocket.WebSocketSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every command with a server has. */
final class ServerOptions {
    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8000",
            description = "Port to listen on; 0 for any free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--io",
            paramLabel = "BACKEND",
            description =
                    "How sockets are waited for: ${COMPLETION-CANDIDATES}. Default: EPOLL where it works, else NIO.")
    private @Nullable IoBackend io;

    @Option(
            names = "--loops",
            paramLabel = "N",
            description = "Number of event loops. Default: the number of processors.")
    private @Nullable Integer loops;

    @Option(
            names = "--max-message-bytes",
            paramLabel = "BYTES",
            defaultValue = "1048576",
            description = "Longest message a client may send. Default: ${DEFAULT-VALUE}.")
    private int maxMessageBytes;

    int port() {
        return port;
    }

    Fanfare createApp() {
        var defaults = NettySettings.DEFAULTS;
        return Fanfare.create(FanfareSettings.DEFAULTS.withTransport(new NettySettings(
                io == null ? defaults.backend() : io,
                loops == null ? defaults.loops() : loops,
                HttpSettings.DEFAULTS,
                new WebSocketSettings(maxMessageBytes, WebSocketSettings.DEFAULTS.closeTimeout()))));
    }
}
