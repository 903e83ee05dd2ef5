package dev.fanfare.embedding;

import jakarta.servlet.http.HttpServletResponse;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.ServletListenerRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/** A web application whose users log in through Spring Security. It is no component, so that {@link SpringShop} does not find it. */
@EnableAutoConfiguration
@EnableWebSecurity
class SecuredShop {
    // region: security
    /** Spring Security changes the session id at login and then calls the success handler. */
    @Bean
    SecurityFilterChain security(HttpSecurity http) throws Exception {
        http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated());
        http.formLogin(form -> form.successHandler((request, response, login) -> {
            request.getSession().setAttribute("user", login.getName());
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        }));
        return http.build();
    }

    @Bean
    ServletListenerRegistrationBean<RealtimeListener> realtime() {
        return new ServletListenerRegistrationBean<>(new RealtimeListener());
    }
    // endregion

    @Bean
    UserDetailsService users() {
        return new InMemoryUserDetailsManager(
                User.withUsername("ann").password("{noop}secret").roles("USER").build());
    }
}
