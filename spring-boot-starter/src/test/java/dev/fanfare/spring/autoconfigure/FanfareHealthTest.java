package dev.fanfare.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.app.Fanfare;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.actuate.endpoint.AdditionalHealthEndpointPath;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.actuate.endpoint.HttpCodeStatusMapper;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Health and metrics of an application. */
class FanfareHealthTest {
    private final ApplicationContextRunner contexts = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    FanfareAutoConfiguration.class,
                    FanfareHealthAutoConfiguration.class,
                    FanfareMetricsAutoConfiguration.class,
                    RedisEngineAutoConfiguration.class))
            .withPropertyValues("fanfare.port=0", "fanfare.host=127.0.0.1");

    @Test
    void health_isUpWhileTheApplicationListens() {
        contexts.run(context -> {
            var health = context.getBean(FanfareHealthIndicator.class).health();
            var port = context.getBean(Fanfare.class).addresses().getFirst().getPort();

            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails()).containsEntry("address", "127.0.0.1:" + port);

            context.getBean(FanfareLifecycle.class).stop();

            assertThat(context.getBean(FanfareHealthIndicator.class).health().getDetails())
                    .containsEntry("problem", "not listening");
        });
    }

    @Test
    void health_isDownWithoutRedis() {
        contexts.withPropertyValues("spring.data.redis.url=redis://127.0.0.1:1").run(context -> {
            var health = context.getBean(FanfareHealthIndicator.class).health();

            assertThat(health.getStatus()).isEqualTo(Status.DOWN);
            assertThat(health.getDetails())
                    .containsEntry("engine", "redis")
                    .containsEntry("problem", "the engine is unreachable or does not deliver");
        });
    }

    @Test
    void readinessGroup_containsFanfare() {
        var groups = HealthEndpointGroups.of(
                new Group("all"),
                Map.of("readiness", new Group("readinessState"), "liveness", new Group("livenessState")));

        var extended = new ReadinessGroup().postProcessHealthEndpointGroups(groups);

        assertThat(extended.get("readiness"))
                .matches(group -> group.isMember("fanfare") && group.isMember("readinessState"));
        assertThat(extended.get("liveness")).matches(group -> !group.isMember("fanfare"));
        assertThat(extended.getNames()).containsExactlyInAnyOrder("readiness", "liveness");
    }

    private record Group(String member) implements HealthEndpointGroup {
        @Override
        public boolean isMember(String name) {
            return name.equals(member);
        }

        @Override
        public boolean showComponents(SecurityContext context) {
            return false;
        }

        @Override
        public boolean showDetails(SecurityContext context) {
            return false;
        }

        @Override
        public StatusAggregator getStatusAggregator() {
            return StatusAggregator.getDefault();
        }

        @Override
        public HttpCodeStatusMapper getHttpCodeStatusMapper() {
            return HttpCodeStatusMapper.DEFAULT;
        }

        @Override
        public @Nullable AdditionalHealthEndpointPath getAdditionalPath() {
            return null;
        }
    }

    @Test
    void health_canBeDisabled() {
        contexts.withPropertyValues("management.health.fanfare.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(FanfareHealthIndicator.class));
    }

    @Test
    void metrics_areInTheRegistryOfTheApplication() {
        contexts.withBean(MeterRegistry.class, SimpleMeterRegistry::new).run(context -> {
            context.getBean(Fanfare.class).channel("orders").publish("tea");

            var registry = context.getBean(MeterRegistry.class);
            assertThat(registry.get("fanfare.publish")
                            .tag("outcome", "accepted")
                            .timer()
                            .count())
                    .isEqualTo(1);
            assertThat(registry.get("fanfare.connections").gauge().value()).isZero();
            assertThat(registry.get("fanfare.engine.ready").gauge().value()).isEqualTo(1);
        });
    }
}
