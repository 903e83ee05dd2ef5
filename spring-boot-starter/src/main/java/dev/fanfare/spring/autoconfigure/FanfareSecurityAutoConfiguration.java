package dev.fanfare.spring.autoconfigure;

import dev.fanfare.app.Fanfare;
import dev.fanfare.spring.FanfareConfigurer;
import dev.fanfare.spring.FanfareProperties;
import dev.fanfare.spring.security.AuthenticationSource;
import dev.fanfare.spring.security.JwtTokens;
import dev.fanfare.spring.security.SecurityBridge;
import dev.fanfare.spring.security.WebSessions;
import jakarta.servlet.http.HttpSession;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;

/** Authenticates clients by Spring Security if the application has sessions or a decoder of tokens. */
@AutoConfiguration(
        after = FanfareAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.security.oauth2.server.resource.autoconfigure.servlet.OAuth2ResourceServerAutoConfiguration",
            "org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration"
        })
@ConditionalOnClass(Authentication.class)
@ConditionalOnBean(Fanfare.class)
@ConditionalOnBooleanProperty(name = "fanfare.security.enabled", matchIfMissing = true)
public class FanfareSecurityAutoConfiguration {
    /** Middleware of the application, which sees the user, is inside this one. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    FanfareConfigurer fanfareSecurity(FanfareProperties properties, ObjectProvider<AuthenticationSource> sources) {
        var options = properties.security();
        return app -> {
            var found = sources.orderedStream().toList();
            if (!found.isEmpty()) {
                app.use(new SecurityBridge(found, options.required(), options.tokenParameter()));
            }
        };
    }

    /** The sessions of the servlet container, which registers the bean as a listener. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({HttpSession.class, HttpSessionSecurityContextRepository.class})
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    static class ContainerSessions {
        @Bean
        WebSessions fanfareWebSessions(Environment environment, ObjectProvider<Fanfare> app) {
            return new WebSessions(
                    environment.getProperty("server.servlet.session.cookie.name", "JSESSIONID"), app::getObject);
        }
    }

    /** The tokens of a resource server. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({JwtDecoder.class, JwtAuthenticationConverter.class})
    @ConditionalOnBean(JwtDecoder.class)
    static class ResourceServerTokens {
        @Bean
        @Order(Ordered.HIGHEST_PRECEDENCE)
        JwtTokens fanfareJwtTokens(
                FanfareProperties properties,
                JwtDecoder decoder,
                ObjectProvider<JwtAuthenticationConverter> converters) {
            return new JwtTokens(
                    decoder,
                    converters.getIfUnique(JwtAuthenticationConverter::new),
                    properties.security().tokenParameter());
        }
    }
}
