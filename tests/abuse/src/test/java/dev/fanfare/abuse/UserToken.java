package dev.fanfare.abuse;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens (JWT, HS256) of the servers under attack. Stateless. */
final class UserToken {
    static final String SECRET = "a-secret-of-the-abuse-tests-with-many-characters";

    private static final String ALGORITHM = "HmacSHA256";

    private UserToken() {}

    static String of(String user) {
        var content = encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + encode("{\"sub\":\"" + user + "\"}");
        return content + "." + sign(content);
    }

    private static String sign(String content) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.US_ASCII), ALGORITHM));
            return encode(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException everyPlatformHasIt) {
            throw new AssertionError(everyPlatformHasIt);
        }
    }

    private static String encode(String text) {
        return encode(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
