package dev.fanfare.transport.netty.tls;

import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A block of a PEM file (RFC 7468). Immutable.
 *
 * @param label what it says it is, such as {@code CERTIFICATE}
 * @param base64 its content
 */
record Pem(String label, String base64) {
    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*+)-----END \\1-----");

    /** All blocks of a file; what stands between them is a comment. */
    static List<Pem> blocks(String text) {
        return BLOCK.matcher(text)
                .results()
                .map(found -> new Pem(found.group(1), found.group(2)))
                .toList();
    }

    /**
     * The content in binary.
     *
     * @throws IllegalArgumentException when it is no base64
     */
    byte[] der() {
        return Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
    }
}
