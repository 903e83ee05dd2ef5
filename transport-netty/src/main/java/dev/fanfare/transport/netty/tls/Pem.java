package dev.fanfare.transport.netty.tls;

import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A block of a PEM file (RFC 7468). Immutable.
 *
 * @param label the type, such as {@code CERTIFICATE}
 * @param base64 the encoded content
 */
record Pem(String label, String base64) {
    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*+)-----END \\1-----");

    /** Returns the blocks of a file. Text between blocks is ignored. */
    static List<Pem> blocks(String text) {
        return BLOCK.matcher(text)
                .results()
                .map(found -> new Pem(found.group(1), found.group(2)))
                .toList();
    }

    /**
     * Decodes the content.
     *
     * @throws IllegalArgumentException if the content is not base64
     */
    byte[] der() {
        return Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
    }
}
