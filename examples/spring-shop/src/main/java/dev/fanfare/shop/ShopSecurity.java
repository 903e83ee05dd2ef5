package dev.fanfare.shop;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/** The login of the shop: ann and bob, both with the password secret. */
@Configuration(proxyBeanMethods = false)
class ShopSecurity {
    // region: security
    /** Nothing here concerns Fanfare: its clients are authenticated by the same sessions. */
    @Bean
    SecurityFilterChain security(HttpSecurity http) throws Exception {
        http.authorizeHttpRequests(requests -> requests.requestMatchers("/actuator/health/**")
                .permitAll()
                .anyRequest()
                .authenticated());
        http.formLogin(Customizer.withDefaults());
        http.csrf(csrf -> csrf.spa());
        return http.build();
    }
    // endregion

    @Bean
    UserDetailsService users() {
        return new InMemoryUserDetailsManager(user("ann"), user("bob"));
    }

    private static UserDetails user(String name) {
        return User.withUsername(name)
                .password("{noop}secret")
                .roles("CUSTOMER")
                .build();
    }
}
