package dev.fanfare.server.config;

import dev.fanfare.config.Checked;
import dev.fanfare.config.Checks;
import dev.fanfare.config.Option;
import dev.fanfare.config.value.Secret;
import java.util.List;

/** The admin page at /admin of the internal port. Immutable. */
public record AdminOptions(
        @Option("Password of the admin page. If neither password nor token is set, the page is disabled.")
        Secret password,

        @Option("Token for programs, which requests to /admin/api send as Authorization: Bearer. Empty: none.")
        Secret token,

        @Option(
                "Host names under which browsers open the admin page, such as admin.example.com, without port. IP addresses and localhost are always permitted.")
        List<String> allowedHosts)
        implements Checked {

    public AdminOptions {
        allowedHosts = List.copyOf(allowedHosts);
    }

    /** Returns whether anybody can log in. */
    public boolean isEnabled() {
        return password.isSet() || token.isSet();
    }

    @Override
    public void check(Checks checks) {
        for (var host : allowedHosts) {
            checks.require(
                    AllowedHosts.isPattern(host),
                    "must be host names such as admin.example.com or *.example.com, without scheme and port, got '"
                            + host + "'",
                    "allowed-hosts");
        }
    }
}
