package dev.fanfare.server.token;

import static dev.fanfare.server.token.Tokens.HMAC;
import static dev.fanfare.server.token.Tokens.NOW;
import static dev.fanfare.server.token.Tokens.SECRET;
import static dev.fanfare.server.token.Tokens.connection;
import static dev.fanfare.server.token.Tokens.options;
import static dev.fanfare.server.token.Tokens.pem;
import static dev.fanfare.server.token.Tokens.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.fanfare.app.jwt.InvalidTokenException;
import dev.fanfare.server.config.TokenOptions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignaturesTest {
    private static final String CLAIMS = "{\"sub\":\"42\"}";
    private static final String OLD_SECRET = "the secret before, which has to go some day";
    private static final String CERTIFICATE = """
            -----BEGIN CERTIFICATE-----
            MIIBcDCCARWgAwIBAgIUQbYTEzeCmcnkmFOrr5EhCnZyN48wCgYIKoZIzj0EAwIw
            DDEKMAgGA1UEAwwBeDAgFw0yNjExMjUwOTU3NTNaGA8yMTI2MTEwMTA5NTc1M1ow
            DDEKMAgGA1UEAwwBeDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABGc//4GE4Scb
            j7SvZavWbsl804SGTkKXxd+alAkk9GA3U0iIl83yAFgI4+ln/f8Dwn4x+XaZV3nY
            /j93c5xoyNujUzBRMB0GA1UdDgQWBBQ4Elgc4pyl8E4UHojsWW/cW/exRjAfBgNV
            HSMEGDAWgBQ4Elgc4pyl8E4UHojsWW/cW/exRjAPBgNVHRMBAf8EBTADAQH/MAoG
            CCqGSM49BAMCA0kAMEYCIQDOK0vKJwRYI/UCcnsAtf6A+NOjGW1lZ4DQvaVv0XTo
            5gIhAMSh42h5J5gvqcCCrFYS95XtCjiFBfM2P4OadBPem/Qm
            -----END CERTIFICATE-----
            """;
    private static final RSAKey RSA = rsaKey();
    private static final RSAKey OTHER_RSA = rsaKey();
    private static final Map<String, Curve> CURVES =
            Map.of("ES256", Curve.P_256, "ES384", Curve.P_384, "ES512", Curve.P_521);

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS384", "HS512"})
    void hmac_ofEachSize_isVerified(String name) {
        var algorithm = JWSAlgorithm.parse(name);

        assertThat(connection(HMAC, signed(algorithm, SECRET, CLAIMS)).user()).isEqualTo("42");
        assertInvalid(HMAC, signed(algorithm, SECRET + "x", CLAIMS), "the " + name + " signature does not match a key");
    }

    @Test
    void hmac_withASecretShorterThanTheHash_isRejected() {
        var options = options("hmac-secret-key", SECRET.substring(0, 47));

        assertThat(connection(options, signed(SECRET.substring(0, 47), CLAIMS)).user())
                .isEqualTo("42");
        for (var algorithm : List.of(JWSAlgorithm.HS384, JWSAlgorithm.HS512)) {
            assertInvalid(options, signed(algorithm, SECRET, CLAIMS), "no key is available for " + algorithm);
        }
        assertInvalid(
                options("hmac-secret-key", SECRET.substring(0, 63)),
                signed(JWSAlgorithm.HS512, SECRET, CLAIMS),
                "no key is available for HS512");
    }

    @Test
    void previousSecret_mayBeLonger() {
        var options = options("hmac-secret-key", OLD_SECRET, "hmac-previous-secret-key", SECRET);

        assertThat(connection(options, signed(JWSAlgorithm.HS512, SECRET, CLAIMS))
                        .user())
                .isEqualTo("42");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS384", "RS512"})
    void rsa_ofEachSize_isVerified(String name) throws JOSEException {
        var options = options("rsa-public-key", pem(RSA.toRSAPublicKey()));
        var header = new JWSHeader(JWSAlgorithm.parse(name));

        assertThat(connection(options, signed(header, new RSASSASigner(RSA), CLAIMS))
                        .user())
                .isEqualTo("42");
        assertInvalid(
                options,
                signed(header, new RSASSASigner(OTHER_RSA), CLAIMS),
                "the " + name + " signature does not match a key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "ES384", "ES512"})
    void ecdsa_ofEachCurve_isVerified(String name) throws JOSEException {
        var key = ecKey(name);
        var options = options("ecdsa-public-key", pem(key.toECPublicKey()));
        var header = new JWSHeader(JWSAlgorithm.parse(name));

        assertThat(connection(options, signed(header, new ECDSASigner(key), CLAIMS))
                        .user())
                .isEqualTo("42");
        assertInvalid(
                options,
                signed(header, new ECDSASigner(ecKey(name)), CLAIMS),
                "the " + name + " signature does not match a key");
    }

    @Test
    void ecdsa_ofAnotherCurve_isRejected() throws JOSEException {
        var options = options("ecdsa-public-key", pem(ecKey("ES256").toECPublicKey()));
        var other = signed(new JWSHeader(JWSAlgorithm.ES384), new ECDSASigner(ecKey("ES384")), CLAIMS);

        assertInvalid(options, other, "no key is available for ES384");
    }

    @Test
    void ecdsa_ofZeros_isRejected() throws JOSEException {
        var key = ecKey("ES256");
        var options = options("ecdsa-public-key", pem(key.toECPublicKey()));
        var token = signed(new JWSHeader(JWSAlgorithm.ES256), new ECDSASigner(key), CLAIMS);
        var zeros = token.substring(0, token.lastIndexOf('.') + 1) + "A".repeat(86);

        assertInvalid(options, zeros, "the ES256 signature does not match a key");
    }

    @Test
    void hmac_withTheRsaPublicKey_isRejected() throws JOSEException {
        var pem = pem(RSA.toRSAPublicKey());
        var confused = signed(JWSAlgorithm.HS256, pem, CLAIMS);

        assertInvalid(options("rsa-public-key", pem), confused, "no key is available for HS256");
        assertInvalid(
                options("hmac-secret-key", SECRET, "rsa-public-key", pem),
                confused,
                "the HS256 signature does not match a key");
    }

    @Test
    void keys_ofAllKinds_verifyTogether() throws JOSEException {
        var ec = ecKey("ES256");
        var options = options(
                "hmac-secret-key",
                SECRET,
                "rsa-public-key",
                pem(RSA.toRSAPublicKey()),
                "ecdsa-public-key",
                pem(ec.toECPublicKey()));

        assertThat(connection(options, signed(CLAIMS)).user()).isEqualTo("42");
        assertThat(connection(options, signed(new JWSHeader(JWSAlgorithm.RS256), new RSASSASigner(RSA), CLAIMS))
                        .user())
                .isEqualTo("42");
        assertThat(connection(options, signed(new JWSHeader(JWSAlgorithm.ES256), new ECDSASigner(ec), CLAIMS))
                        .user())
                .isEqualTo("42");
    }

    @Test
    void token_withoutAnyKey_isRejected() {
        assertInvalid(options(), signed(CLAIMS), "no key is available for HS256");
    }

    @Test
    void previousSecret_isAcceptedUntilItsDate() {
        var old = signed(OLD_SECRET, CLAIMS);

        assertThat(connection(previous(NOW.plusSeconds(1)), old).user()).isEqualTo("42");
        assertInvalid(previous(NOW), old, "the HS256 signature does not match a key");
        assertThat(connection(previous(NOW), signed(CLAIMS)).user()).isEqualTo("42");
    }

    @Test
    void previousSecret_withoutDate_isAlwaysAccepted() {
        assertThat(connection(previous(Instant.EPOCH), signed(OLD_SECRET, CLAIMS))
                        .user())
                .isEqualTo("42");
    }

    @Test
    void certificate_isAcceptedAsAKey() throws JOSEException {
        var token = signed(new JWSHeader(JWSAlgorithm.ES256), new ECDSASigner(ecKey("ES256")), CLAIMS);

        assertInvalid(options("ecdsa-public-key", CERTIFICATE), token, "the ES256 signature does not match a key");
        assertUnusable(() -> options("rsa-public-key", CERTIFICATE), "the PEM does not contain an RSA key");
    }

    @Test
    void unusableKeys_areRejectedWithoutShowingThem() throws JOSEException {
        var ec = pem(ecKey("ES256").toECPublicKey());

        assertUnusable(() -> options("hmac-secret-key", "short"), "an HMAC secret must have at least 32 bytes, got 5");
        assertUnusable(
                () -> options("hmac-secret-key", SECRET, "hmac-previous-secret-key", "short"),
                "an HMAC secret must have at least 32 bytes, got 5");
        assertUnusable(
                () -> options("rsa-public-key", "nonsense"),
                "expected a PEM that begins with -----BEGIN PUBLIC KEY-----");
        assertUnusable(() -> options("rsa-public-key", ec), "not the PEM of a public RSA key");
        assertUnusable(
                () -> options("ecdsa-public-key", pem("PRIVATE KEY", new byte[9])),
                "expected PUBLIC KEY or CERTIFICATE, got PRIVATE KEY");
        assertThat(previous(NOW).toString()).doesNotContain(SECRET, OLD_SECRET);
    }

    @Test
    void shortRsaKey_isRejected() throws JOSEException {
        var weak = pem(new RSAKeyGenerator(1024, true).generate().toRSAPublicKey());

        assertUnusable(() -> options("rsa-public-key", weak), "an RSA key must have at least 2048 bits, got 1024");
    }

    private static TokenOptions previous(Instant validUntil) {
        return options(
                "hmac-secret-key",
                SECRET,
                "hmac-previous-secret-key",
                OLD_SECRET,
                "hmac-previous-secret-key-valid-until",
                Long.toString(validUntil.getEpochSecond()));
    }

    private static void assertInvalid(TokenOptions options, String token, String words) {
        assertThatThrownBy(() -> connection(options, token))
                .isInstanceOf(InvalidTokenException.class)
                .hasMessage(words)
                .satisfies(
                        failure -> assertThat(InvalidTokenException.of(failure).reason())
                                .isEqualTo(InvalidTokenException.Reason.INVALID));
    }

    private static void assertUnusable(Supplier<TokenOptions> options, String words) {
        assertThatThrownBy(options::get)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }

    private static RSAKey rsaKey() {
        try {
            return new RSAKeyGenerator(2048).generate();
        } catch (JOSEException unfit) {
            throw new AssertionError(unfit);
        }
    }

    private static ECKey ecKey(String algorithm) throws JOSEException {
        return new ECKeyGenerator(CURVES.get(algorithm)).generate();
    }
}
