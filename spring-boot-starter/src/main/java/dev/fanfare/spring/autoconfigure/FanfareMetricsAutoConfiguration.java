package dev.fanfare.spring.autoconfigure;

import dev.fanfare.metrics.MicrometerMetrics;
import dev.fanfare.metrics.NodeMeters;
import dev.fanfare.model.monitoring.Metrics;
import dev.fanfare.spring.FanfareConfigurer;
import dev.fanfare.transport.netty.NettyTransport;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Records the metrics of Fanfare in the registry of the application. */
@AutoConfiguration(
        before = FanfareAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration"
        })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
public class FanfareMetricsAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean(Metrics.class)
    MicrometerMetrics fanfareMetrics(MeterRegistry registry) {
        return new MicrometerMetrics(registry);
    }

    @Bean
    FanfareConfigurer fanfareMeters(MeterRegistry registry, ObjectProvider<NettyTransport> transports) {
        return app -> {
            app.mount((node, channels) -> {
                NodeMeters.bind(registry, node);
                return Map.of();
            });
            transports.ifUnique(transport -> NodeMeters.bind(registry, transport));
        };
    }
}
