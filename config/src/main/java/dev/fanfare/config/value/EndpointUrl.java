package dev.fanfare.config.value;

import java.net.URI;

/**
 * The URL of an HTTP service that the server calls. Its text form hides the credentials. Immutable.
 *
 * @param url an absolute URL; empty if none is set
 */
public record EndpointUrl(String url) {
    /**
     * Parses the text of an option.
     *
     * @throws IllegalArgumentException if the text is invalid
     */
    public static EndpointUrl parse(String text) {
        if (!text.isEmpty()) {
            var uri = URI.create(text);
            var http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (!http || uri.getHost() == null) {
                throw new IllegalArgumentException("not an absolute HTTP URL");
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
