package dev.fanfare.server.admin;

import dev.fanfare.server.config.AdminOptions;
import dev.fanfare.server.config.AllowedHosts;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Who may use the admin page. Immutable.
 *
 * @param password of the page; empty if nobody can log in
 * @param token of programs; empty for none
 * @param open whether requests need neither; only for servers that listen on a loopback address
 * @param hosts further host names under which browsers may open the page
 * @param tls whether the page is served over TLS by this server
 */
public record AdminAccess(String password, String token, boolean open, List<String> hosts, boolean tls) {
    /** The names that a page of another site cannot own: with any other name, it could reach the page (DNS rebinding). */
    private static final Pattern OWN_HOST =
            Pattern.compile("(localhost|\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+])(:\\d{1,5})?");

    public AdminAccess {
        hosts = List.copyOf(hosts);
    }

    /** Returns the access of a configuration. */
    public static AdminAccess of(AdminOptions options, boolean tls) {
        return new AdminAccess(options.password().text(), options.token().text(), false, options.allowedHosts(), tls);
    }

    /** Returns access without a login, for a development server on the loopback interface. */
    public static AdminAccess withoutLogin(boolean tls) {
        return new AdminAccess("", "", true, List.of(), tls);
    }

    boolean isPassword(String sent) {
        return isSecret(password, sent);
    }

    boolean isToken(String sent) {
        return isSecret(token, sent);
    }

    /** Returns true if browsers may open the page under this value of the Host header. */
    boolean permitsHost(String host) {
        var lower = host.toLowerCase(Locale.ROOT);
        return OWN_HOST.matcher(lower).matches() || (!hosts.isEmpty() && new AllowedHosts(hosts).permits(lower));
    }

    /** The comparison takes the same time for each wrong text. */
    private static boolean isSecret(String secret, String sent) {
        return !secret.isEmpty()
                && MessageDigest.isEqual(
                        sent.getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "AdminAccess[password=***, token=***, open=" + open + ", hosts=" + hosts + ", tls=" + tls + "]";
    }
}
