package dev.fanfare.spring.security;

import dev.fanfare.app.AuthenticatedPrincipal;
import dev.fanfare.app.Middleware;
import dev.fanfare.app.Next;
import dev.fanfare.app.Principal;
import dev.fanfare.app.Request;
import dev.fanfare.app.security.BearerCredentials;
import dev.fanfare.model.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;

/**
 * Middleware that makes the user of Spring Security the principal of each request: the name is the user, and the attribute
 * {@code authorities} lists the authorities. The first source that finds an authentication decides. Immutable, thread-safe.
 */
public final class SecurityBridge implements Middleware {
    private static final int UNAUTHORIZED = 401;

    private final List<AuthenticationSource> sources;
    private final boolean required;
    private final @Nullable String tokenParameter;

    /**
     * Creates the middleware.
     *
     * @param required true to answer requests without an authentication with 401
     * @param tokenParameter the query parameter of tokens, for the challenge; null for none
     */
    public SecurityBridge(List<AuthenticationSource> sources, boolean required, @Nullable String tokenParameter) {
        this.sources = List.copyOf(sources);
        this.required = required;
        this.tokenParameter = tokenParameter;
    }

    @Override
    public HttpResponse handle(Request request, Next next) throws Exception {
        var found = sources.stream()
                .flatMap(source -> source.find(request).stream())
                .findFirst();
        if (found.isEmpty()) {
            return required
                    ? HttpResponse.text(UNAUTHORIZED, "authentication required")
                            .with("www-authenticate", BearerCredentials.challenge(request, tokenParameter))
                    : next.proceed(request);
        }
        var authentication = found.get().authentication();
        return next.proceed(request.with(SecurityAttributes.AUTHENTICATION, authentication)
                .withPrincipal(AuthenticatedPrincipal.of(principal(found.get()))));
    }

    private static Principal principal(AuthenticationSource.Found found) {
        var authentication = found.authentication();
        return new Principal(
                authentication.getName(),
                authentication.getName(),
                Map.of("authorities", authorities(authentication)),
                found.expiresAt());
    }

    private static String authorities(Authentication authentication) {
        return authentication.getAuthorities().stream()
                .map(GrantedAuthority::getAuthority)
                .flatMap(name -> Optional.ofNullable(name).stream())
                .sorted()
                .collect(Collectors.joining(","));
    }
}
