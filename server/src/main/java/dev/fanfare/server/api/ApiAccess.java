package dev.fanfare.server.api;

import dev.fanfare.model.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * Who may call the API, and how errors are told. Immutable.
 *
 * @param key that callers send; empty for an API that nobody may call, unless it is open
 * @param open whether everybody may call it
 * @param errorsAsStatus whether errors are HTTP statuses, where the caller does not say
 */
public record ApiAccess(String key, boolean open, boolean errorsAsStatus) {
    private static final String KEY_HEADER = "x-api-key";
    private static final String MODE_HEADER = "x-centrifugo-error-mode";
    private static final String SCHEME = "apikey ";

    /** An API with this key. */
    public static ApiAccess byKey(String key) {
        return new ApiAccess(key, false, false);
    }

    /** True when the request bears the key; compared in a time that tells nothing of how much of it is right. */
    boolean permits(HttpRequest request) {
        return open || (!key.isEmpty() && sent(request).filter(this::isKey).isPresent());
    }

    /** True when an error is to be told by the HTTP status. */
    boolean tellsByStatus(HttpRequest request) {
        return request.headers().first(MODE_HEADER).map("transport"::equals).orElse(errorsAsStatus);
    }

    /** In a header only: addresses end up in logs. */
    private static Optional<String> sent(HttpRequest request) {
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
