package dev.fanfare.server.config;

import dev.fanfare.app.security.AllowedOrigins;
import dev.fanfare.config.Checked;
import dev.fanfare.config.Checks;
import dev.fanfare.config.Option;
import java.util.List;

/** Which clients can connect. Immutable. */
public record ClientAccess(
        @Option(
                "Origins of web pages that can connect, for example https://example.com or https://*.example.com. The server's own origin is always allowed; * allows all origins.")
        List<String> allowedOrigins,

        @Option(
                value = "Disables authentication and permission checks for all clients. For development only.",
                reloadable = true)
        boolean insecure,

        @Option(
                value = "Allows clients to connect without a token, as the anonymous user, whose ID is empty.",
                reloadable = true)
        boolean allowAnonymousConnectWithoutToken,

        @Option(value = "Rejects connection tokens without a user ID.", reloadable = true)
        boolean disallowAnonymousConnectionTokens,

        @Option(
                value =
                        "HTTP header that contains the user ID. A trusted proxy in front of the server must set it and remove it from client requests. Empty: disabled.",
                reloadable = true)
        String userIdHttpHeader)
        implements Checked {
    public ClientAccess {
        allowedOrigins = List.copyOf(allowedOrigins);
    }

    @Override
    public void check(Checks checks) {
        checks.requireUsable(() -> AllowedOrigins.of(allowedOrigins.toArray(String[]::new)), "allowed-origins");
    }
}
