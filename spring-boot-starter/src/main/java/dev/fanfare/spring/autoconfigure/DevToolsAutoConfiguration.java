package dev.fanfare.spring.autoconfigure;

import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.devtools.restart.ConditionalOnInitializedRestarter;
import org.springframework.boot.devtools.restart.Restarter;
import org.springframework.context.annotation.Bean;

/** Keeps the port over restarts by DevTools, so that open pages reconnect. */
@AutoConfiguration(before = FanfareAutoConfiguration.class)
@ConditionalOnClass(Restarter.class)
@ConditionalOnInitializedRestarter
public class DevToolsAutoConfiguration {
    @Bean
    PortMemory fanfarePortMemory() {
        return new RestartedPort();
    }

    /** An attribute of the restarter outlives the class loader of the application, so its type is one of the JDK. */
    private static final class RestartedPort implements PortMemory {
        private final AtomicInteger port =
                (AtomicInteger) Restarter.getInstance().getOrAddAttribute("dev.fanfare.port", AtomicInteger::new);

        @Override
        public int recall() {
            return port.get();
        }

        @Override
        public void keep(int bound) {
            port.set(bound);
        }

        @Override
        public boolean isForRestarts() {
            return true;
        }
    }
}
