package dev.fanfare.spring.autoconfigure;

import dev.fanfare.app.Fanfare;
import dev.fanfare.spring.FanfareProperties;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Listens when the web server of the application listens, and closes in the phase of its graceful shutdown. Thread-safe.
 *
 * <p>A closed application cannot listen again. Therefore a pause of the application context does not stop it, and a second start fails.
 */
final class FanfareLifecycle implements SmartLifecycle {
    /** The phase in which a web server of Spring Boot completes its requests; it begins to listen in an earlier phase. */
    static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 1024;

    /** The port that the application listens on, as Spring Boot provides {@code local.server.port}. */
    private static final String LOCAL_PORT = "local.fanfare.port";

    private final Fanfare app;
    private final FanfareProperties properties;
    private final Duration drain;
    private final PortMemory ports;
    private final OwnPortOrigins ownPort;
    private final ConfigurableEnvironment environment;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile State state = State.CREATED;

    private enum State {
        CREATED,
        LISTENING,
        CLOSED
    }

    FanfareLifecycle(
            Fanfare app,
            FanfareProperties properties,
            Duration drain,
            PortMemory ports,
            OwnPortOrigins ownPort,
            ConfigurableEnvironment environment) {
        this.app = app;
        this.properties = properties;
        this.drain = drain;
        this.ports = ports;
        this.ownPort = ownPort;
        this.environment = environment;
    }

    @Override
    public void start() {
        lock.lock();
        try {
            if (state == State.CLOSED) {
                throw new IllegalStateException(
                        "Fanfare was closed with the application context and cannot listen again: "
                                + "create a new context instead of starting a stopped one");
            }
            ownPort.allow(environment.getProperty("local.server.port", Integer.class, 0));
            listen();
            state = State.LISTENING;
        } finally {
            lock.unlock();
        }
    }

    private void listen() {
        int port = properties.port() == 0 ? ports.recall() : properties.port();
        try {
            int bound = app.listen(properties.host(), port).getPort();
            ports.keep(bound);
            environment
                    .getPropertySources()
                    .addFirst(new MapPropertySource("fanfare.ports", Map.of(LOCAL_PORT, bound)));
        } catch (UncheckedIOException failure) {
            throw new ListenFailedException(properties.host(), port, failure);
        }
    }

    /** Blocks until the clients are disconnected, and other beans of the phase stop meanwhile: it runs on a thread of its own. */
    @Override
    public void stop(Runnable callback) {
        Thread.ofPlatform().name("fanfare-stop").start(() -> {
            try {
                stop();
            } finally {
                callback.run();
            }
        });
    }

    @Override
    public void stop() {
        lock.lock();
        try {
            state = State.CLOSED;
            if (drain.isZero()) {
                app.close();
            } else {
                app.drain(drain);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isRunning() {
        return state == State.LISTENING;
    }

    @Override
    public boolean isPauseable() {
        return false;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
