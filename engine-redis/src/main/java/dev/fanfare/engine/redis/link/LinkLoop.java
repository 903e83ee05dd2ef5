package dev.fanfare.engine.redis.link;

import dev.fanfare.engine.redis.connection.LinkSettings;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultEventLoopGroupProvider;
import io.lettuce.core.resource.Transports;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The single thread that reads and writes all connections of an engine, and the client that opens them. Thread-safe.
 *
 * <p>The state of links needs no locks because there is only one thread, and messages of an abandoned connection cannot
 * overlap those of its successor.
 */
public final class LinkLoop {
    private static final int ONE_THREAD = 1;
    private static final String IO_URING = "io.lettuce.core.iouring";
    private static final long SHUTDOWN_SECONDS = 2;

    static {
        // If both are available, Lettuce selects epoll and logs a warning for each connection.
        if (System.getProperty(IO_URING) == null) {
            System.setProperty(IO_URING, "false");
        }
    }

    private final ClientResources resources;
    private final RedisClient client;
    private final ScheduledExecutorService executor;
    private final Duration commandTimeout;

    public LinkLoop(LinkSettings settings) {
        var threads = new DefaultEventLoopGroupProvider(ONE_THREAD);
        commandTimeout = settings.commandTimeout();
        resources = ClientResources.builder()
                .eventLoopGroupProvider(threads)
                .commandLatencyRecorder(CommandLatencyRecorder.disabled())
                .build();
        client = RedisClient.create(resources);
        client.setOptions(options(settings));
        executor = threads.allocate(Transports.eventLoopGroupClass()).next();
    }

    /** Returns the executor for tasks and timers on the loop. */
    public ScheduledExecutorService executor() {
        return executor;
    }

    RedisClient client() {
        return client;
    }

    /** Returns the address with the timeout for the first commands on a new connection. */
    RedisURI patient(RedisURI uri) {
        uri.setTimeout(commandTimeout);
        return uri;
    }

    /** Stops the thread after the links were closed. Does not wait for it. */
    public CompletionStage<?> shutdown() {
        return client.shutdownAsync(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS)
                .whenComplete((done, failure) -> resources.shutdown(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS));
    }

    /**
     * Disables the reconnects of Lettuce, because the link itself reconnects, and its timeouts of most commands,
     * because a reply may be late although others arrive.
     */
    private static ClientOptions options(LinkSettings settings) {
        var ssl = SslOptions.builder().jdkSslProvider();
        var certificates = settings.trustedCertificates();
        if (certificates != null) {
            ssl.trustManager(certificates.toFile());
        }
        var options = ClientOptions.builder();
        if (MaintenanceNotifications.areSupported()) {
            MaintenanceNotifications.disable(options);
        }
        return options.autoReconnect(false)
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .timeoutOptions(TimeoutOptions.builder()
                        .timeoutSource(new HandshakeTimeout(settings.commandTimeout()))
                        .build())
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(settings.connectTimeout())
                        .keepAlive(true)
                        .build())
                .sslOptions(ssl.build())
                .build();
    }
}
