package dev.fanfare.server.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.config.value.Secret;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Proves to the backend who calls, and that what it gets is what was sent: the HMAC of a body. Immutable. */
final class Signature {
    static final String HEADER = "X-Fanfare-Signature";
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    /** Signatures by a secret that is set. */
    Signature(Secret secret) {
        this.key = new SecretKeySpec(secret.text().getBytes(UTF_8), ALGORITHM);
    }

    /** The header's value. */
    String of(byte[] body) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, missing);
        }
    }
}
