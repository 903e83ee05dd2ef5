package dev.fanfare.server.token;

import static dev.fanfare.server.token.Tokens.CLOCK;
import static dev.fanfare.server.token.Tokens.HMAC;
import static dev.fanfare.server.token.Tokens.NOW;
import static dev.fanfare.server.token.Tokens.SECRET;
import static dev.fanfare.server.token.Tokens.connection;
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
import java.util.List;
import java.util.Map;
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
    private static final Map<String, Curve> CURVES =
            Map.of("ES256", Curve.P_256, "ES384", Curve.P_384, "ES512", Curve.P_521);

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS384", "HS512"})
    void hmac_ofAnySize_isVerified(String name) {
        var algorithm = JWSAlgorithm.parse(name);

        assertThat(connection(HMAC, signed(algorithm, SECRET, CLAIMS)).user()).isEqualTo("42");
        assertInvalid(
                HMAC,
                signed(algorithm, SECRET + "x", CLAIMS),
                "the " + name + " signature is not by the configured key");
    }

    @Test
    void hmac_ofASecretShorterThanTheHash_isRefused() {
        var settings = TokenSettings.none().withHmac(SECRET.substring(0, 47));

        assertThat(connection(settings, signed(SECRET.substring(0, 47), CLAIMS)).user())
                .isEqualTo("42");
        for (var algorithm : List.of(JWSAlgorithm.HS384, JWSAlgorithm.HS512)) {
            assertInvalid(
                    settings, signed(algorithm, SECRET, CLAIMS), "no key is configured that is fit for " + algorithm);
        }
        assertInvalid(
                TokenSettings.none().withHmac(SECRET.substring(0, 63)),
                signed(JWSAlgorithm.HS512, SECRET, CLAIMS),
                "no key is configured that is fit for HS512");
    }

    @Test
    void previousSecret_mayBeLonger() {
        var settings = TokenSettings.none().withHmac(OLD_SECRET, SECRET, null);

        assertThat(connection(settings, signed(JWSAlgorithm.HS512, SECRET, CLAIMS))
                        .user())
                .isEqualTo("42");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS384", "RS512"})
    void rsa_ofAnySize_isVerified(String name) throws JOSEException {
        var settings = TokenSettings.none().withRsa(pem(RSA.toRSAPublicKey()));
        var header = new JWSHeader(JWSAlgorithm.parse(name));

        assertThat(connection(settings, signed(header, new RSASSASigner(RSA), CLAIMS))
                        .user())
                .isEqualTo("42");
        assertInvalid(
                settings,
                signed(header, new RSASSASigner(rsaKey()), CLAIMS),
                "the " + name + " signature is not by the configured key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "ES384", "ES512"})
    void ecdsa_ofItsCurve_isVerified(String name) throws JOSEException {
        var key = ecKey(name);
        var settings = TokenSettings.none().withEcdsa(pem(key.toECPublicKey()));
        var header = new JWSHeader(JWSAlgorithm.parse(name));

        assertThat(connection(settings, signed(header, new ECDSASigner(key), CLAIMS))
                        .user())
                .isEqualTo("42");
        assertInvalid(
                settings,
                signed(header, new ECDSASigner(ecKey(name)), CLAIMS),
                "the " + name + " signature is not by the configured key");
    }

    @Test
    void ecdsa_ofAnotherCurve_isRefused() throws JOSEException {
        var settings = TokenSettings.none().withEcdsa(pem(ecKey("ES256").toECPublicKey()));
        var other = signed(new JWSHeader(JWSAlgorithm.ES384), new ECDSASigner(ecKey("ES384")), CLAIMS);

        assertInvalid(settings, other, "no key is configured that is fit for ES384");
    }

    @Test
    void ecdsa_ofZeros_isRefused() throws JOSEException {
        var key = ecKey("ES256");
        var settings = TokenSettings.none().withEcdsa(pem(key.toECPublicKey()));
        var token = signed(new JWSHeader(JWSAlgorithm.ES256), new ECDSASigner(key), CLAIMS);
        var zeros = token.substring(0, token.lastIndexOf('.') + 1) + "A".repeat(86);

        assertInvalid(settings, zeros, "the ES256 signature is not by the configured key");
    }

    @Test
    void hmac_byTheRsaPublicKey_isRefused() throws JOSEException {
        var pem = pem(RSA.toRSAPublicKey());
        var confused = signed(JWSAlgorithm.HS256, pem, CLAIMS);

        assertInvalid(TokenSettings.none().withRsa(pem), confused, "no key is configured that is fit for HS256");
        assertInvalid(HMAC.withRsa(pem), confused, "the HS256 signature is not by the configured key");
    }

    @Test
    void keys_ofAllKinds_areSideBySide() throws JOSEException {
        var ec = ecKey("ES256");
        var settings = HMAC.withRsa(pem(RSA.toRSAPublicKey())).withEcdsa(pem(ec.toECPublicKey()));

        assertThat(connection(settings, signed(CLAIMS)).user()).isEqualTo("42");
        assertThat(connection(settings, signed(new JWSHeader(JWSAlgorithm.RS256), new RSASSASigner(RSA), CLAIMS))
                        .user())
                .isEqualTo("42");
        assertThat(connection(settings, signed(new JWSHeader(JWSAlgorithm.ES256), new ECDSASigner(ec), CLAIMS))
                        .user())
                .isEqualTo("42");
    }

    @Test
    void keys_whenThereAreNone_verifyNothing() {
        assertInvalid(TokenSettings.none(), signed(CLAIMS), "no key is configured that is fit for HS256");
    }

    @Test
    void previousSecret_isAcceptedUntilItsDate() {
        var old = signed(OLD_SECRET, CLAIMS);

        assertThat(connection(HMAC.withHmac(SECRET, OLD_SECRET, NOW.plusSeconds(1)), old)
                        .user())
                .isEqualTo("42");
        assertInvalid(HMAC.withHmac(SECRET, OLD_SECRET, NOW), old, "the HS256 signature is not by the configured key");
        assertThat(connection(HMAC.withHmac(SECRET, OLD_SECRET, NOW), signed(CLAIMS))
                        .user())
                .isEqualTo("42");
    }

    @Test
    void previousSecret_withoutDate_isAcceptedForEver() {
        assertThat(connection(HMAC.withHmac(SECRET, OLD_SECRET, null), signed(OLD_SECRET, CLAIMS))
                        .user())
                .isEqualTo("42");
    }

    @Test
    void certificate_holdsAKey() throws JOSEException {
        var token = signed(new JWSHeader(JWSAlgorithm.ES256), new ECDSASigner(ecKey("ES256")), CLAIMS);

        assertInvalid(
                TokenSettings.none().withEcdsa(CERTIFICATE), token, "the ES256 signature is not by the configured key");
        assertRefused(TokenSettings.none().withRsa(CERTIFICATE), "the PEM holds no RSA key");
    }

    @Test
    void settings_withUnfitKeys_areRefusedWithoutShowingThem() throws JOSEException {
        var ec = pem(ecKey("ES256").toECPublicKey());

        assertRefused(HMAC.withHmac("short"), "an HMAC secret has at least 32 bytes, not 5");
        assertRefused(HMAC.withHmac(SECRET, "short", null), "an HMAC secret has at least 32 bytes, not 5");
        assertRefused(HMAC.withRsa("nonsense"), "not a PEM that begins with -----BEGIN PUBLIC KEY-----");
        assertRefused(HMAC.withRsa(ec), "not a PEM of the public RSA key");
        assertRefused(HMAC.withEcdsa(pem("PRIVATE KEY", new byte[9])), "PUBLIC KEY or CERTIFICATE is expected");
        assertThat(HMAC.withHmac(SECRET, OLD_SECRET, NOW).toString()).doesNotContain(SECRET, OLD_SECRET);
    }

    @Test
    void settings_withShortRsaKey_areRefused() throws JOSEException {
        var weak = new RSAKeyGenerator(1024, true).generate();

        assertRefused(HMAC.withRsa(pem(weak.toRSAPublicKey())), "an RSA key has at least 2048 bits, not 1024");
    }

    private static void assertInvalid(TokenSettings settings, String token, String words) {
        assertThatThrownBy(() -> connection(settings, token))
                .isInstanceOf(InvalidTokenException.class)
                .hasMessage(words)
                .satisfies(
                        failure -> assertThat(InvalidTokenException.of(failure).reason())
                                .isEqualTo(InvalidTokenException.Reason.INVALID));
    }

    private static void assertRefused(TokenSettings settings, String words) {
        assertThatThrownBy(() -> new TokenVerifier(settings, CLOCK))
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
