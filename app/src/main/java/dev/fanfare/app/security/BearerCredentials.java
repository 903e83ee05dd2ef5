package dev.fanfare.app.security;

import dev.fanfare.app.Request;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The bearer token of a request (RFC 6750, 2), and the challenge for a request without a valid one. Stateless. */
public final class BearerCredentials {
    private static final String SCHEME = "Bearer ";
    private static final String REALM = "Bearer realm=\"fanfare\"";

    private BearerCredentials() {}

    /**
     * Returns the token of the Authorization header or, if the request has no such header, of a query parameter.
     *
     * @param queryParameter null if a token in the query is not accepted
     */
    public static Optional<String> token(Request request, @Nullable String queryParameter) {
        var header = request.header("authorization");
        if (header.isPresent()) {
            return header.filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                    .map(value -> value.substring(SCHEME.length()).strip());
        }
        return queryParameter == null
                ? Optional.empty()
                : request.query(queryParameter).filter(text -> !text.isEmpty());
    }

    /**
     * Returns the WWW-Authenticate value of a 401 response (RFC 6750, 3). It has the error {@code invalid_token} if the request
     * contains a token, and no error otherwise (RFC 6750, 3.1).
     */
    public static String challenge(Request request, @Nullable String queryParameter) {
        return token(request, queryParameter).isPresent() ? REALM + ", error=\"invalid_token\"" : REALM;
    }
}
