package dev.fanfare.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Base64;
import java.util.Optional;

/**
 * The URL of another server. User and password of the URL become Basic authorization (RFC 7617); they are not sent as part of
 * the URL. Immutable; {@link #toString} shows no secret.
 */
public final class Endpoint {
    private final String base;
    private final URI target;
    private final Optional<String> authorization;

    /**
     * Parses an absolute URL.
     *
     * @throws IllegalArgumentException if the text is not an HTTP or HTTPS URL with a host
     */
    public Endpoint(String url) {
        var uri = URI.create(url);
        var http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (!http || uri.getHost() == null) {
            throw new IllegalArgumentException("expected a URL that begins with https:// or http:// and has a host");
        }
        var port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        this.base = uri.getScheme() + "://" + uri.getHost() + port + uri.getRawPath();
        this.target = URI.create(uri.getRawQuery() == null ? base : base + "?" + uri.getRawQuery());
        this.authorization = Optional.ofNullable(uri.getUserInfo())
                .map(user -> "Basic " + Base64.getEncoder().encodeToString(user.getBytes(UTF_8)));
    }

    /** A new request for this URL, without the authorization. */
    public HttpRequest.Builder request() {
        return HttpRequest.newBuilder(target);
    }

    /** The value of the Authorization header; empty if the URL contains no user. */
    public Optional<String> authorization() {
        return authorization;
    }

    /** The URL without user, password and query, which may contain secrets. */
    @Override
    public String toString() {
        return base;
    }
}
