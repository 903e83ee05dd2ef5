package dev.fanfare.cli.bench;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Set;

/**
 * A URL and the address to which its host name resolved once, so that no later resolution selects another machine. Immutable.
 *
 * @param url the URL, in whose path {@code {id}} and {@code {channel}} are replaced
 * @param address address of the server
 */
public record Target(String url, InetSocketAddress address) {
    private static final Set<String> SECURE = Set.of("https", "wss");

    /**
     * Resolves a URL.
     *
     * @param option name of the option, for messages
     * @param schemes permitted schemes
     * @throws IllegalArgumentException if the URL is invalid, or not on the loopback interface although only this is permitted
     */
    public static Target resolve(String option, String url, Set<String> schemes, boolean allowRemote) {
        var uri = parse(option, url);
        var host = uri.getHost();
        if (uri.getScheme() == null || host == null || !schemes.contains(uri.getScheme())) {
            throw new IllegalArgumentException(option + " must be a URL that starts with "
                    + String.join(":// or ", schemes.stream().sorted().toList()) + "://, got '" + url + "'");
        }
        try {
            var addresses = InetAddress.getAllByName(host);
            var remote = Arrays.stream(addresses)
                    .filter(address -> !address.isLoopbackAddress())
                    .findFirst();
            if (remote.isPresent() && !allowRemote) {
                throw new IllegalArgumentException(option + ": " + host + " resolves to "
                        + remote.get().getHostAddress()
                        + ", which is not on the loopback interface; a load test can disturb other users of a server,"
                        + " so other machines require --allow-remote");
            }
            return new Target(url, new InetSocketAddress(addresses[0], port(uri)));
        } catch (UnknownHostException unknown) {
            throw new IllegalArgumentException(option + ": cannot resolve the host '" + host + "'", unknown);
        }
    }

    private static URI parse(String option, String url) {
        try {
            return URI.create(fill(url, 0, "channel"));
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException(option + " is not a URL: '" + url + "'", malformed);
        }
    }

    private static String fill(String url, int id, String channel) {
        return url.replace("{id}", "" + id).replace("{channel}", channel);
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : SECURE.contains(uri.getScheme()) ? 443 : 80;
    }

    /** The URL of a client. */
    URI of(int id, String channel) {
        return URI.create(fill(url, id, channel));
    }

    boolean isSecure() {
        return SECURE.contains(of(0, "channel").getScheme());
    }

    /** Whether the path contains the channel. */
    public boolean hasChannel() {
        return url.contains("{channel}");
    }
}
