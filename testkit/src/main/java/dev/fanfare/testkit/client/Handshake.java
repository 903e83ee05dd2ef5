package dev.fanfare.testkit.client;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The client's half of the opening handshake (RFC 6455, 4.1). */
public final class Handshake {
    /** The key of the example in RFC 6455, 1.3. */
    public static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    /** The status that lets a client in (RFC 6455, 4.1). */
    public static final int SWITCHING_PROTOCOLS = 101;

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private Handshake() {}

    /** A lawful request for the path, to localhost unless a header says Host; each further header is {@code Name: value}. */
    public static String request(String path, String... headers) {
        return "GET " + path + " HTTP/1.1\r\n" + RawHttp.host(headers) + "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + KEY + "\r\n" + RawHttp.lines(headers) + "\r\n";
    }

    /**
     * Checks the answer to {@link #request}.
     *
     * @throws UpgradeRefusedException when it is another status than 101
     * @throws AssertionError when it is a 101 that breaks RFC 6455, 4.2.2
     */
    public static void check(RawResponse response) {
        if (response.status() != SWITCHING_PROTOCOLS) {
            throw new UpgradeRefusedException(response);
        }
        if (!response.header("upgrade").equalsIgnoreCase("websocket")
                || !response.header("connection").equalsIgnoreCase("upgrade")
                || !response.header("sec-websocket-accept").equals(accept(KEY))) {
            throw new AssertionError("not a lawful 101: " + response);
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
