package dev.fanfare.spring.autoconfigure;

import dev.fanfare.app.Fanfare;
import dev.fanfare.app.FanfareSettings;
import dev.fanfare.app.JsonMapping;
import dev.fanfare.core.port.Engine;
import dev.fanfare.core.transport.Transport;
import dev.fanfare.model.monitoring.Metrics;
import dev.fanfare.spring.EngineChoice;
import dev.fanfare.spring.FanfareConfigurer;
import dev.fanfare.spring.FanfareProperties;
import dev.fanfare.spring.FanfareSettingsCustomizer;
import dev.fanfare.transport.netty.NettyTransport;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import tools.jackson.databind.json.JsonMapper;

/**
 * Creates the application, registers the beans that configure it, and starts and stops it with the application context. The beans of
 * an application replace those of the same type.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "fanfare.enabled", matchIfMissing = true)
@EnableConfigurationProperties(FanfareProperties.class)
public class FanfareAutoConfiguration {
    /** Checks the versions of the libraries before one of their classes is used. */
    FanfareAutoConfiguration() {
        LibraryVersions.onClassPath().requireSupported();
    }

    @Bean
    @ConditionalOnMissingBean
    FanfareSettings fanfareSettings(
            FanfareProperties properties,
            ObjectProvider<Metrics> metrics,
            ObjectProvider<FanfareSettingsCustomizer> customizers) {
        var settings = properties.settings().withMetrics(metrics.getIfUnique(() -> Metrics.NONE));
        for (var customizer : customizers.orderedStream().toList()) {
            settings = customizer.customize(settings);
        }
        return settings;
    }

    /** The application closes it. */
    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean({Transport.class, Fanfare.class})
    NettyTransport fanfareTransport(FanfareSettings settings) {
        return new NettyTransport(settings.transport());
    }

    @Bean
    @ConditionalOnMissingBean
    Fanfare fanfare(
            FanfareProperties properties,
            FanfareSettings settings,
            ObjectProvider<Engine> engines,
            ObjectProvider<Transport> transports,
            ObjectProvider<JsonMapper> mappers) {
        var engine = engines.getIfAvailable();
        if (engine == null && properties.engine() == EngineChoice.REDIS) {
            throw new InvalidConfigurationPropertyValueException(
                    "fanfare.engine", "redis", "requires dev.fanfare:fanfare-engine-redis on the class path");
        }
        mappers.ifUnique(JsonMapping::use);
        var transport = transports.getObject();
        return engine == null ? Fanfare.create(settings, transport) : Fanfare.create(settings, transport, engine);
    }

    @Bean
    @ConditionalOnMissingBean
    PortMemory fanfarePortMemory() {
        return PortMemory.NONE;
    }

    @Bean
    BeanRegistration fanfareBeans(
            Fanfare app, ObjectProvider<FanfareConfigurer> configurers, ConfigurableListableBeanFactory beans) {
        return new BeanRegistration(app, configurers, beans);
    }

    @Bean
    FanfareLifecycle fanfareLifecycle(
            Fanfare app, FanfareProperties properties, PortMemory ports, ConfigurableEnvironment environment) {
        var ownPort = new OwnPortOrigins();
        if (properties.allowOwnPort()) {
            app.use(ownPort);
        }
        return new FanfareLifecycle(
                app, properties, drain(properties, ports, environment), ports, ownPort, environment);
    }

    /** A restart by DevTools does not wait for clients. */
    private static Duration drain(FanfareProperties properties, PortMemory ports, Environment environment) {
        boolean immediate = "immediate".equalsIgnoreCase(environment.getProperty("server.shutdown"));
        return immediate || ports.isForRestarts() ? Duration.ZERO : properties.drain();
    }
}
