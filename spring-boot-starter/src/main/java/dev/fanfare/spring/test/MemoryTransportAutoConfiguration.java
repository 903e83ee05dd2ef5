package dev.fanfare.spring.test;

import dev.fanfare.spring.autoconfigure.FanfareAutoConfiguration;
import dev.fanfare.testkit.memory.MemoryTransport;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/** Replaces the sockets of a {@link FanfareTest} by the in-memory transport, which is also the server that clients connect to. */
@AutoConfiguration(before = FanfareAutoConfiguration.class)
public class MemoryTransportAutoConfiguration {
    /** The application closes it. */
    @Bean(destroyMethod = "")
    MemoryTransport fanfareTransport() {
        return new MemoryTransport();
    }
}
