package dev.fanfare.app.security;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs texts with HMAC-SHA256 (RFC 2104): the first key signs, all verify, so that keys can change. Thread-safe. */
final class Signer {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int MIN_KEY_BYTES = 32;

    private final List<SecretKeySpec> keys;

    /**
     * A signer with these keys.
     *
     * @throws IllegalArgumentException when there is none, or one is shorter than 32 bytes
     */
    Signer(List<byte[]> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("at least one key is needed");
        }
        this.keys = keys.stream().map(Signer::key).toList();
    }

    byte[] sign(String text) {
        return mac(keys.getFirst(), text);
    }

    /** True when one of the keys signed the text. Takes the same time wherever a signature is wrong. */
    boolean verifies(String text, byte[] signature) {
        boolean verified = false;
        for (var key : keys) {
            verified |= MessageDigest.isEqual(mac(key, text), signature);
        }
        return verified;
    }

    private static SecretKeySpec key(byte[] bytes) {
        if (bytes.length < MIN_KEY_BYTES) {
            throw new IllegalArgumentException("a key has at least " + MIN_KEY_BYTES + " bytes, not " + bytes.length);
        }
        return new SecretKeySpec(bytes, ALGORITHM);
    }

    private static byte[] mac(SecretKeySpec key, String text) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException | InvalidKeyException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}
