package dev.fanfare.server.config;

import dev.fanfare.config.Checked;
import dev.fanfare.config.Checks;
import dev.fanfare.config.Option;
import java.util.List;

/** Who may connect. Immutable. */
public record ClientAccess(
        @Option(
                "Origins of pages that may connect, as https://example.com, with * for any part of a name; the server's own is always allowed, and * alone allows all.")
        List<String> allowedOrigins,

        @Option("Whether anybody may connect, as the user with no name, and do everything. For trying things out only.")
        boolean insecure,

        @Option("Whether a client without a token may connect as the user with no name.")
        boolean allowAnonymousConnectWithoutToken,

        @Option("Whether a token without a user is refused.")
        boolean disallowAnonymousConnectionTokens,

        @Option(
                "Header of HTTP that holds the user, set by a trusted proxy in front which removes what clients send. Empty: none.")
        String userIdHttpHeader)
        implements Checked {
    public ClientAccess {
        allowedOrigins = List.copyOf(allowedOrigins);
    }

    @Override
    public void check(Checks checks) {
        checks.require(
                allowedOrigins.stream().allMatch(ClientAccess::isOrigin),
                "must hold origins such as https://example.com or https://*.example.com, without a path, or *",
                "allowed-origins");
    }

    private static boolean isOrigin(String origin) {
        var authority = origin.replaceFirst("^[a-z][-+.a-z0-9]*://", "");
        var hasScheme = !authority.equals(origin);
        return origin.equals("*") || (hasScheme && authority.matches("[^/\\s]+"));
    }
}
