package dev.fanfare.spring.autoconfigure;

import dev.fanfare.app.Fanfare;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** Adds the health of Fanfare to the health endpoint and to its group {@code readiness}. */
@AutoConfiguration(after = FanfareAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, HealthEndpointGroupsPostProcessor.class})
@ConditionalOnBean(Fanfare.class)
@ConditionalOnEnabledHealthIndicator("fanfare")
public class FanfareHealthAutoConfiguration {
    @Bean
    FanfareHealthIndicator fanfareHealthIndicator(Fanfare app, FanfareLifecycle lifecycle) {
        return new FanfareHealthIndicator(app, lifecycle);
    }

    @Bean
    static ReadinessGroup fanfareReadinessGroup() {
        return new ReadinessGroup();
    }
}
