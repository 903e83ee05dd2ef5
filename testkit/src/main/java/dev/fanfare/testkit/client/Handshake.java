package dev.fanfare.testkit.client;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The client side of the opening handshake (RFC 6455, 4.1). Stateless. */
public final class Handshake {
    /** The key of the example in RFC 6455, 1.3. */
    public static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    /** The status of an accepted handshake (RFC 6455, 4.1). */
    public static final int SWITCHING_PROTOCOLS = 101;

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private Handshake() {}

    /**
     * Returns a valid handshake for a path, with Host {@code localhost} unless a header sets it. Each further header is
     * {@code Name: value}.
     */
    public static String request(String path, String... headers) {
        return "GET " + path + " HTTP/1.1\r\n" + RawHttp.host(headers) + "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + KEY + "\r\n" + RawHttp.lines(headers) + "\r\n";
    }

    /**
     * Checks the response to {@link #request}.
     *
     * @throws UpgradeRefusedException if the status is not 101
     * @throws AssertionError if a 101 violates RFC 6455, 4.2.2
     */
    public static void check(RawResponse response) {
        if (response.status() != SWITCHING_PROTOCOLS) {
            throw new UpgradeRefusedException(response);
        }
        if (!response.header("upgrade").equalsIgnoreCase("websocket")
                || !response.header("connection").equalsIgnoreCase("upgrade")
                || !response.header("sec-websocket-accept").equals(accept(KEY))) {
            throw new AssertionError("invalid 101 response: " + response);
        }
    }

    private static String accept(String key) {
        try {
            var digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}
