package dev.fanfare.config.value;

import java.net.URI;

/**
 * An HTTP address that the server calls; printed without the password it may contain. Immutable.
 *
 * @param url an absolute URL; empty: none is set
 */
public record EndpointUrl(String url) {
    /**
     * Reads what an operator wrote.
     *
     * @throws IllegalArgumentException when the text is neither empty nor an absolute URL of HTTP or HTTPS
     */
    public static EndpointUrl parse(String text) {
        if (!text.isEmpty()) {
            var uri = URI.create(text);
            var http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (!http || uri.getHost() == null) {
                throw new IllegalArgumentException("not a URL of HTTP");
            }
        }
        return new EndpointUrl(text);
    }

    public boolean isSet() {
        return !url.isEmpty();
    }

    @Override
    public String toString() {
        return Credentials.hide(url);
    }
}
