package dev.fanfare.app.security;

import java.security.SecureRandom;
import java.util.Base64;

/** Random ids of sessions: 128 bits, as base64url. Stateless. */
final class SessionId {
    static final int CHARS = 22;
    private static final int BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private SessionId() {}

    static String next() {
        var bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
