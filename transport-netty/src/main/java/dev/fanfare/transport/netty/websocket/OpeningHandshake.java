package dev.fanfare.transport.netty.websocket;

import dev.fanfare.model.http.Headers;
import dev.fanfare.transport.netty.deflate.ExtensionOffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The rules of the opening handshake for a server (RFC 6455, 4.2). Thread-safe. */
public final class OpeningHandshake {
    /** The protocol version (RFC 6455, 4.1). */
    public static final String VERSION = "13";

    /** The header field of extensions, in requests and responses. */
    public static final String EXTENSIONS = "sec-websocket-extensions";

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;

    /** An error in a request: status and body of the response. */
    public record Fault(int status, String reason) {}

    private OpeningHandshake() {}

    /** Whether the request is a WebSocket handshake, valid or not. */
    public static boolean isRequested(Headers headers) {
        return hasToken(headers, "upgrade", "websocket");
    }

    /** Returns the first error in a handshake (RFC 6455, 4.2.1); null if there is none. */
    public static @Nullable Fault fault(String method, Headers headers) {
        if (!method.equals("GET")) {
            return new Fault(405, "a WebSocket handshake requires the method GET");
        }
        if (!hasToken(headers, "connection", "upgrade")) {
            return new Fault(400, "the Connection header must contain 'Upgrade'");
        }
        var versions = headers.all("sec-websocket-version");
        if (versions.size() != 1 || !versions.getFirst().equals(VERSION)) {
            return new Fault(426, "the WebSocket version is not supported: use " + VERSION);
        }
        var keys = headers.all("sec-websocket-key");
        if (keys.size() != 1 || !isKey(keys.getFirst())) {
            return new Fault(400, "Sec-WebSocket-Key must be 16 bytes in base64");
        }
        if (ExtensionOffer.parse(headers.all(EXTENSIONS)) == null) {
            // RFC 6455, 9.1: a malformed value fails the connection.
            return new Fault(400, "Sec-WebSocket-Extensions is malformed");
        }
        return null;
    }

    /** Returns the value of Sec-WebSocket-Accept (RFC 6455, 4.2.2, 5.4). */
    public static String accept(String key) {
        try {
            var digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    private static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private static boolean hasToken(Headers headers, String name, String token) {
        return headers.all(name).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .anyMatch(part -> part.strip().toLowerCase(Locale.ROOT).equals(token));
    }
}
