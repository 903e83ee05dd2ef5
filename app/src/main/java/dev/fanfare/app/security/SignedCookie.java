package dev.fanfare.app.security;

import dev.fanfare.app.SessionTooLargeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads and writes the value of a session cookie: the session as base64url JSON, the time of writing in seconds, the id of the
 * session, and a signature of all three and the cookie's name, joined by dots. Thread-safe.
 */
final class SignedCookie {
    /** Leaves room for name and attributes in the 4096 bytes that a browser must accept (RFC 6265, 6.1). */
    static final int MAX_BYTES = 3584;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<Map<String, String>> VALUES = new TypeReference<>() {};
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    /** The tolerated difference between the clocks of nodes. */
    static final Duration MAX_AHEAD = Duration.ofMinutes(1);

    private static final int PARTS = 4;
    private static final int SIGNATURE_CHARS = 43;
    private static final int TIME_CHARS = 20;

    /** The content of a valid cookie. */
    record Content(String id, Map<String, String> values, Instant writtenAt) {}

    private final String name;
    private final Signer signer;
    private final Duration maxAge;
    private final InstantSource clock;

    SignedCookie(String name, Signer signer, Duration maxAge, InstantSource clock) {
        this.name = name;
        this.signer = signer;
        this.maxAge = maxAge;
        this.clock = clock;
    }

    /** The cookie value for a session that is written now. */
    String write(String id, Map<String, String> values) {
        var signed = payload(values) + "." + clock.instant().getEpochSecond() + "." + id;
        return signed + "." + BASE64.encodeToString(signer.sign(name + "=" + signed));
    }

    /** The content of a cookie value; empty if its signature is wrong or it is too old. */
    Optional<Content> read(String value) {
        var parts = value.split("\\.", -1);
        if (parts.length != PARTS || value.length() > MAX_BYTES) {
            return Optional.empty();
        }
        try {
            var signed = parts[0] + "." + parts[1] + "." + parts[2];
            if (!signer.verifies(name + "=" + signed, Base64.getUrlDecoder().decode(parts[3]))) {
                return Optional.empty();
            }
            var writtenAt = Instant.ofEpochSecond(Long.parseLong(parts[1]));
            return isValid(writtenAt)
                    ? Optional.of(new Content(parts[2], values(parts[0]), writtenAt))
                    : Optional.empty();
        } catch (IllegalArgumentException | JacksonException malformed) {
            return Optional.empty();
        }
    }

    /**
     * Checks that the values fit into a cookie.
     *
     * @throws SessionTooLargeException if they do not; the message contains the name of the longest value, not the value
     */
    void requireRoom(Map<String, String> values) {
        int bytes = payload(values).length() + TIME_CHARS + SessionId.CHARS + SIGNATURE_CHARS + PARTS;
        if (bytes > MAX_BYTES) {
            var longest = values.entrySet().stream()
                    .max((one, other) -> Integer.compare(
                            one.getValue().length(), other.getValue().length()))
                    .orElseThrow();
            throw new SessionTooLargeException("a session cookie must have at most " + MAX_BYTES + " bytes, got "
                    + bytes + "; the longest of " + values.size() + " values is '" + longest.getKey() + "' with "
                    + longest.getValue().length() + " characters");
        }
    }

    private boolean isValid(Instant writtenAt) {
        var now = clock.instant();
        return now.isBefore(writtenAt.plus(maxAge)) && !writtenAt.isAfter(now.plus(MAX_AHEAD));
    }

    private static String payload(Map<String, String> values) {
        return BASE64.encodeToString(JSON.writeValueAsString(values).getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> values(String payload) {
        return JSON.readValue(Base64.getUrlDecoder().decode(payload), VALUES);
    }
}
