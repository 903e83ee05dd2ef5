package dev.fanfare.spring.security;

import dev.fanfare.app.Attribute;
import org.springframework.security.core.Authentication;

/** The attributes of requests and handshakes that the bridge adds. */
public final class SecurityAttributes {
    /**
     * The authentication of the client.
     *
     * {@snippet :
     * var user = ws.request().attribute(SecurityAttributes.AUTHENTICATION).orElseThrow();
     * }
     */
    public static final Attribute<Authentication> AUTHENTICATION = Attribute.of("authentication", Authentication.class);

    private SecurityAttributes() {}
}
