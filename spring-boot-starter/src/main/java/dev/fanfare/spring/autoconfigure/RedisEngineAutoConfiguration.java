package dev.fanfare.spring.autoconfigure;

import dev.fanfare.core.port.Engine;
import dev.fanfare.engine.redis.RedisEngine;
import dev.fanfare.engine.redis.RedisSettings;
import dev.fanfare.spring.FanfareProperties;
import java.util.Locale;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Creates the Redis engine if it is on the class path and {@code spring.data.redis} names a server. */
@AutoConfiguration(before = FanfareAutoConfiguration.class)
@ConditionalOnClass(RedisEngine.class)
@ConditionalOnBooleanProperty(name = "fanfare.enabled", matchIfMissing = true)
@Conditional(RedisEngineAutoConfiguration.OnRedis.class)
@EnableConfigurationProperties(FanfareProperties.class)
public class RedisEngineAutoConfiguration {
    /** Checks the versions of the libraries before one of their classes is used. */
    RedisEngineAutoConfiguration() {
        LibraryVersions.onClassPath().requireSupported();
    }

    @Bean
    @ConditionalOnMissingBean(Engine.class)
    RedisEngine fanfareEngine(FanfareProperties properties, Environment environment) {
        var address = RedisServer.of(environment).address();
        return new RedisEngine(
                RedisSettings.of(address).withPrefix(properties.redis().prefix()));
    }

    /** Matches {@code fanfare.engine=redis}, and by default also an application with settings of a server. */
    static final class OnRedis extends SpringBootCondition {
        @Override
        public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
            var environment = context.getEnvironment();
            var choice = environment.getProperty("fanfare.engine", "auto");
            return switch (choice.toLowerCase(Locale.ROOT)) {
                case "redis" -> ConditionOutcome.match("fanfare.engine is redis");
                case "auto" ->
                    RedisServer.isConfigured(environment)
                            ? ConditionOutcome.match("spring.data.redis names a server")
                            : ConditionOutcome.noMatch("spring.data.redis names no server");
                default -> ConditionOutcome.noMatch("fanfare.engine is " + choice);
            };
        }
    }
}
