package dev.fanfare.server.token;

import static dev.fanfare.server.token.Tokens.HMAC;
import static dev.fanfare.server.token.Tokens.SECRET;
import static dev.fanfare.server.token.Tokens.connection;
import static dev.fanfare.server.token.Tokens.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import dev.fanfare.app.jwt.InvalidTokenException;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Random;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileTokensTest {
    private static final String CLAIMS = "{\"sub\":\"42\"}";
    private static final String HEADER = "the header is malformed or declares no signature";
    private static final String PARTS = "expected three base64url parts separated by dots";
    private static final String CRITICAL = "the header has an unsupported critical parameter";

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "nOnE"})
    void token_withoutSignature_isRejected(String none) {
        var head = base64("{\"alg\":\"" + none + "\"}") + "." + base64(CLAIMS) + ".";

        assertThatThrownBy(() -> connection(HMAC, head)).isInstanceOf(InvalidTokenException.class);
        assertThatThrownBy(() -> connection(HMAC, head + "AAAA")).isInstanceOf(InvalidTokenException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "...", "a.b", "a.b.c.d.e", "%.%.%", " a.b.c", "a.b.c\n", "é.b.c"})
    void malformedText_isRejected(String text) {
        assertThatThrownBy(() -> connection(HMAC, text)).isInstanceOf(InvalidTokenException.class);
    }

    @Test
    void encryptedToken_isRejected() {
        var jwe = base64("{\"alg\":\"dir\",\"enc\":\"A128GCM\"}");

        assertInvalid(jwe + "..AAAA.AAAA.AAAA", PARTS);
        assertInvalid(jwe + ".AAAA.AAAA", HEADER);
    }

    @Test
    void nestedToken_isRejected() throws JOSEException {
        var header =
                new JWSHeader.Builder(JWSAlgorithm.HS256).contentType("JWT").build();

        assertInvalid(signed(header, new MACSigner(SECRET), CLAIMS), "nested tokens are not supported");
        assertInvalid(signed(signed(CLAIMS)), "the claims are not valid JSON, or a name occurs twice");
    }

    @Test
    void header_withCriticalParameters_isRejected() {
        assertInvalid(signedByHand("{\"alg\":\"HS256\",\"crit\":[\"exp\"],\"exp\":1}"), CRITICAL);
        assertInvalid(signedByHand("{\"alg\":\"HS256\",\"crit\":[\"b64\"],\"b64\":true}"), CRITICAL);
        assertInvalid(signedByHand("{\"alg\":\"HS256\",\"crit\":[\"b64\"],\"b64\":false}"), CRITICAL);
        assertInvalid(signedByHand("{\"alg\":\"HS256\",\"b64\":false}"), CRITICAL);
        assertThat(connection(HMAC, signedByHand("{\"alg\":\"HS256\",\"other\":1}"))
                        .user())
                .isEqualTo("42");
    }

    @Test
    void header_withItsOwnKey_isNotTrusted() {
        var jwk = base64("another secret of more than 32 bytes of text");
        var header = "{\"alg\":\"HS256\",\"jwk\":{\"kty\":\"oct\",\"k\":\"" + jwk + "\"}}";

        assertThatThrownBy(() -> connection(HMAC, signedByHand(header, "another secret of more than 32 bytes of text")))
                .isInstanceOf(InvalidTokenException.class);
    }

    @Test
    void unsupportedAlgorithm_isRejectedWithoutItsName() {
        for (var algorithm : Set.of("PS256", "ES256K", "HS1", "evil\\nname")) {
            assertInvalid(signedByHand("{\"alg\":\"" + algorithm + "\"}"), "the algorithm is not supported");
        }
        assertInvalid(signedByHand("{}"), HEADER);
        assertInvalid(signedByHand("[]"), HEADER);
    }

    @Test
    void token_longerThan16KiB_isRejected() {
        var fits = signed("{\"sub\":\"" + "a".repeat(12_000) + "\"}");
        var tooLong = signed("{\"sub\":\"" + "a".repeat(12_300) + "\"}");

        assertThat(connection(HMAC, fits).user()).hasSize(12_000);
        assertInvalid(tooLong, "expected at most 16384 characters, got " + tooLong.length());
    }

    /** The parsers keep names for reuse, before the signature is verified. */
    @Test
    void longClaimNames_areRejected() {
        assertThat(connection(HMAC, signed("{\"sub\":\"42\",\"" + "n".repeat(1_000) + "\":1}"))
                        .user())
                .isEqualTo("42");
        assertInvalid(
                signed("{\"sub\":\"42\",\"" + "n".repeat(1_100) + "\":1}"),
                "the claims are not valid JSON, or a name occurs twice");
    }

    @Test
    void deeplyNestedClaims_areRejected() {
        assertThatThrownBy(() -> connection("{\"info\":" + "[".repeat(5000) + "]".repeat(5000) + "}"))
                .hasMessage("the claims are not valid JSON, or a name occurs twice");
    }

    @Test
    void changedToken_isRejectedAndNotShown() {
        var token = signed(CLAIMS);
        var seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            // Not the last character of a part, some bits of which are ignored.
            int at = random.nextInt(token.length() - 1);
            char other = token.charAt(at) == 'A' ? 'B' : 'A';
            var changed = token.substring(0, at) + other + token.substring(at + 1);
            assertThatThrownBy(() -> connection(HMAC, changed))
                    .as("seed %s", seed)
                    .isInstanceOf(InvalidTokenException.class)
                    .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain(changed, SECRET, "42"));
        }
    }

    private static void assertInvalid(String token, String words) {
        assertThatThrownBy(() -> connection(HMAC, token))
                .isInstanceOf(InvalidTokenException.class)
                .hasMessage(words)
                .satisfies(
                        failure -> assertThat(InvalidTokenException.of(failure).reason())
                                .isEqualTo(InvalidTokenException.Reason.INVALID));
    }

    private static String signedByHand(String header) {
        return signedByHand(header, SECRET);
    }

    private static String signedByHand(String header, String secret) {
        try {
            var signed = base64(header) + "." + base64(CLAIMS);
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        } catch (NoSuchAlgorithmException | InvalidKeyException unfit) {
            throw new AssertionError(unfit);
        }
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
