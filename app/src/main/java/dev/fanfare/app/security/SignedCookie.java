package dev.fanfare.app.security;

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
 * The value of a session's cookie: base64url of JSON, the second it was written in, and a signature over both and the
 * cookie's name, joined by dots. Thread-safe.
 */
final class SignedCookie {
    /** A cookie of 4096 bytes is what a browser has to take (RFC 6265, 6.1), its name and attributes included. */
    static final int MAX_BYTES = 3584;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<Map<String, String>> VALUES = new TypeReference<>() {};
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    /** Clocks of nodes may differ by this. */
    private static final Duration MAX_AHEAD = Duration.ofMinutes(1);

    private static final int PARTS = 3;
    private static final int SIGNATURE_CHARS = 43;
    private static final int TIME_CHARS = 20;

    /** What a cookie said. */
    record Content(Map<String, String> values, Instant writtenAt) {}

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

    /** The value that says this now. */
    String write(Map<String, String> values) {
        var signed = payload(values) + "." + clock.instant().getEpochSecond();
        return signed + "." + BASE64.encodeToString(signer.sign(name + "=" + signed));
    }

    /** What the value says; empty when it was not signed here, or too long ago. */
    Optional<Content> read(String value) {
        var parts = value.split("\\.", -1);
        if (parts.length != PARTS || value.length() > MAX_BYTES) {
            return Optional.empty();
        }
        try {
            var signed = parts[0] + "." + parts[1];
            if (!signer.verifies(name + "=" + signed, Base64.getUrlDecoder().decode(parts[2]))) {
                return Optional.empty();
            }
            var writtenAt = Instant.ofEpochSecond(Long.parseLong(parts[1]));
            return isValid(writtenAt) ? Optional.of(new Content(values(parts[0]), writtenAt)) : Optional.empty();
        } catch (IllegalArgumentException | JacksonException malformed) {
            return Optional.empty();
        }
    }

    /**
     * Makes sure that a cookie has room for these values.
     *
     * @throws IllegalArgumentException when it has not; names the longest, but not what it holds
     */
    void requireRoom(Map<String, String> values) {
        int bytes = payload(values).length() + TIME_CHARS + SIGNATURE_CHARS + PARTS;
        if (bytes > MAX_BYTES) {
            var longest = values.entrySet().stream()
                    .max((one, other) -> Integer.compare(
                            one.getValue().length(), other.getValue().length()))
                    .orElseThrow();
            throw new IllegalArgumentException("the session would be a cookie of " + bytes + " bytes, and may have "
                    + MAX_BYTES + "; the longest of its " + values.size() + " values is '" + longest.getKey()
                    + "' with " + longest.getValue().length() + " characters");
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
