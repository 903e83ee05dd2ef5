package dev.fanfare.app.security;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs texts with HMAC-SHA256 (RFC 2104). The first key signs and all keys verify, so that keys can be rotated. Thread-safe. */
final class Signer {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int MIN_KEY_BYTES = 32;

    private final List<SecretKeySpec> keys;

    /**
     * A signer with these keys.
     *
     * @throws IllegalArgumentException if there is no key, or a key is shorter than 32 bytes
     */
    Signer(List<byte[]> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("expected at least one key");
        }
        this.keys = keys.stream().map(Signer::key).toList();
    }

    byte[] sign(String text) {
        return mac(keys.getFirst(), text);
    }

    /** Returns true if one of the keys signed the text. The comparison takes constant time. */
    boolean verifies(String text, byte[] signature) {
        boolean verified = false;
        for (var key : keys) {
            verified |= MessageDigest.isEqual(mac(key, text), signature);
        }
        return verified;
    }

    private static SecretKeySpec key(byte[] bytes) {
        if (bytes.length < MIN_KEY_BYTES) {
            throw new IllegalArgumentException(
                    "a key must have at least " + MIN_KEY_BYTES + " bytes, got " + bytes.length);
        }
        return new SecretKeySpec(bytes, ALGORITHM);
    }

    private static byte[] mac(SecretKeySpec key, String text) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException | InvalidKeyException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
