package dev.fanfare.server.api;

import dev.fanfare.model.http.HttpRequest;
import dev.fanfare.model.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * Authentication of API requests, and the form of error responses. Immutable.
 *
 * @param key that requests must contain; empty to reject every request, unless the API is open
 * @param open whether requests need no key
 * @param errorsAsStatus whether errors are sent as HTTP status codes if the request does not choose
 */
public record ApiAccess(String key, boolean open, boolean errorsAsStatus) {
    /** The response to a request without the key, with the challenge that every 401 has (RFC 9110, 11.6.1). */
    static final HttpResponse UNAUTHORIZED = HttpResponse.text(
                    401, "the API key is missing or wrong; send it as X-API-Key")
            .with("www-authenticate", "ApiKey realm=\"fanfare\"");

    private static final String KEY_HEADER = "x-api-key";
    private static final String MODE_HEADER = "x-centrifugo-error-mode";
    private static final String SCHEME = "apikey ";

    /** An API that requires this key. */
    public static ApiAccess byKey(String key) {
        return new ApiAccess(key, false, false);
    }

    /** True if the request contains the key. The comparison takes the same time for each wrong key. */
    boolean permits(HttpRequest request) {
        return open || (!key.isEmpty() && keyOf(request).filter(this::isKey).isPresent());
    }

    /** True if errors of this request are sent as HTTP status codes. */
    boolean sendsStatus(HttpRequest request) {
        return request.headers().first(MODE_HEADER).map("transport"::equals).orElse(errorsAsStatus);
    }

    /** Reads headers only, because URLs end up in access logs. */
    private static Optional<String> keyOf(HttpRequest request) {
        return request.headers()
                .first(KEY_HEADER)
                .or(() -> request.headers()
                        .first("authorization")
                        .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                        .map(value -> value.substring(SCHEME.length()).strip()));
    }

    private boolean isKey(String sent) {
        return MessageDigest.isEqual(sent.getBytes(StandardCharsets.UTF_8), key.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "ApiAccess[key=***, open=" + open + ", errorsAsStatus=" + errorsAsStatus + "]";
    }
}
