package dev.fanfare.spring.autoconfigure;

import dev.fanfare.app.Fanfare;
import dev.fanfare.core.port.Engine;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** The health of an application: up while it listens, accepts connections and its engine delivers. Thread-safe. */
final class FanfareHealthIndicator extends AbstractHealthIndicator {
    private final Fanfare app;
    private final FanfareLifecycle lifecycle;
    private final Engine engine;

    FanfareHealthIndicator(Fanfare app, FanfareLifecycle lifecycle) {
        super("the health of Fanfare is unknown");
        this.app = app;
        this.lifecycle = lifecycle;
        this.engine = engineOf(app);
    }

    /** Reads the engine of an application, which a mounted protocol receives. */
    private static Engine engineOf(Fanfare app) {
        var engine = new AtomicReference<Engine>();
        app.mount((node, channels) -> {
            engine.set(node.engine());
            return Map.of();
        });
        return engine.get();
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        builder.withDetail("engine", engine.description());
        app.addresses().stream()
                .findFirst()
                .ifPresent(address ->
                        builder.withDetail("address", address.getAddress().getHostAddress() + ":" + address.getPort()));
        problem().ifPresentOrElse(problem -> builder.down().withDetail("problem", problem), builder::up);
    }

    private Optional<String> problem() {
        if (!lifecycle.isRunning()) {
            return Optional.of("not listening");
        }
        return app.fault()
                .or(() -> engine.isReady()
                        ? Optional.empty()
                        : Optional.of("the engine is unreachable or does not deliver"));
    }
}
