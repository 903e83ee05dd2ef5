package dev.fanfare.cli;

import dev.fanfare.app.Fanfare;
import dev.fanfare.app.FanfareSettings;
import dev.fanfare.transport.netty.NettySettings;
import dev.fanfare.transport.netty.http.HttpSettings;
import dev.fanfare.transport.netty.loop.IoBackend;
import dev.fanfare.transport.netty.tls.TlsSettings;
import dev.fanfare.transport.netty.websocket.WebSocketSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description = "Certificate chain, PEM: serves https and wss. Needs --tls-key.")
    private @Nullable Path tlsCert;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "Private key of the certificate, PEM, PKCS#8.")
    private @Nullable Path tlsKey;

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            defaultValue = "memory",
            description = "What carries messages: memory, or the address of a Redis that nodes share, such as"
                    + " redis://localhost:6379. Default: ${DEFAULT-VALUE}.")
    private String engine;

    int port() {
        return port;
    }

    /** What URLs of the server begin with. */
    String scheme() {
        return tlsCert == null ? "http" : "https";
    }

    /**
     * The TLS that was asked for, or null.
     *
     * @throws ParameterException when half of it was asked for
     */
    private @Nullable TlsSettings tls() {
        if (tlsCert == null && tlsKey == null) {
            return null;
        }
        if (tlsCert == null || tlsKey == null) {
            throw new ParameterException(spec.commandLine(), "--tls-cert and --tls-key belong together");
        }
        return TlsSettings.pem(tlsCert, tlsKey);
    }

    Fanfare createApp() {
        var defaults = NettySettings.DEFAULTS;
        var settings = FanfareSettings.DEFAULTS.withTransport(new NettySettings(
                        io == null ? defaults.backend() : io,
                        loops == null ? defaults.loops() : loops,
                        HttpSettings.DEFAULTS,
                        new WebSocketSettings(maxMessageBytes, WebSocketSettings.DEFAULTS.closeTimeout()))
                .withTls(tls()));
        return EngineOption.engine(engine, spec)
                .map(shared -> Fanfare.create(settings, shared))
                .orElseGet(() -> Fanfare.create(settings));
    }
}
