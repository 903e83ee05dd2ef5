package dev.fanfare.cli;

import dev.fanfare.app.Fanfare;
import dev.fanfare.app.FanfareSettings;
import dev.fanfare.core.port.Engine;
import dev.fanfare.engine.redis.RedisEngine;
import dev.fanfare.engine.redis.RedisSettings;
import dev.fanfare.model.monitoring.Metrics;
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

/** The options of commands that serve examples. */
final class ServerOptions {
    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8000",
            description = "Port to listen on; 0: any free port. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--io",
            paramLabel = "BACKEND",
            description = "I/O backend: ${COMPLETION-CANDIDATES}. Default: EPOLL if available, otherwise NIO.")
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
            description = "Maximum size of a message from a client. Default: ${DEFAULT-VALUE}.")
    private int maxMessageBytes;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description = "PEM file with the certificate chain; enables TLS. Requires --tls-key.")
    private @Nullable Path tlsCert;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "PEM file with the private key, in PKCS #8 format.")
    private @Nullable Path tlsKey;

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            defaultValue = "memory",
            description = "Engine: memory, or a Redis address such as redis://localhost:6379, which several nodes can"
                    + " share. Default: ${DEFAULT-VALUE}.")
    private String engine;

    int port() {
        return port;
    }

    /** The URL scheme of the server. */
    String scheme() {
        return tlsCert == null ? "http" : "https";
    }

    /**
     * The TLS settings, or null if TLS is disabled.
     *
     * @throws ParameterException if only one of the two options is set
     */
    private @Nullable TlsSettings tls() {
        if (tlsCert == null && tlsKey == null) {
            return null;
        }
        if (tlsCert == null || tlsKey == null) {
            throw new ParameterException(spec.commandLine(), "--tls-cert and --tls-key must be set together");
        }
        return TlsSettings.pem(tlsCert, tlsKey);
    }

    Fanfare createApp(Metrics metrics) {
        var defaults = NettySettings.DEFAULTS;
        var settings = FanfareSettings.DEFAULTS
                .withTransport(new NettySettings(
                                io == null ? defaults.backend() : io,
                                loops == null ? defaults.loops() : loops,
                                HttpSettings.DEFAULTS,
                                new WebSocketSettings(maxMessageBytes, WebSocketSettings.DEFAULTS.closeTimeout()))
                        .withTls(tls()))
                .withMetrics(metrics);
        return engine.equals("memory") ? Fanfare.create(settings) : Fanfare.create(settings, redis());
    }

    private Engine redis() {
        try {
            if (!engine.startsWith("redis")) {
                throw new IllegalArgumentException("unknown engine");
            }
            return new RedisEngine(RedisSettings.of(engine));
        } catch (IllegalArgumentException malformed) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--engine must be memory or a Redis address such as redis://localhost:6379, got '" + engine + "': "
                            + malformed.getMessage());
        }
    }
}
