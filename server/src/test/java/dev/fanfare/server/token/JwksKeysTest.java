package dev.fanfare.server.token;

import static dev.fanfare.server.token.Tokens.CLOCK;
import static dev.fanfare.server.token.Tokens.options;
import static dev.fanfare.server.token.Tokens.outcome;
import static dev.fanfare.server.token.Tokens.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.opts.AllowWeakRSAKey;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import dev.fanfare.app.jwt.InvalidTokenException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The algorithms that each kind of key in a key set verifies. */
class JwksKeysTest {
    /** Generated once: a key costs a second without an optimizing compiler. */
    private static final RSAKey KEY = generate();

    private static final RSAKey OTHER_KEY = generate();
    private static final String PATH = "/keys";
    private static final String KID = "k1";
    private static final String CLAIMS = "{\"sub\":\"42\"}";
    private static final Map<String, Curve> CURVES =
            Map.of("ES256", Curve.P_256, "ES384", Curve.P_384, "ES512", Curve.P_521);

    private final JwksServer server = new JwksServer();

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS384", "RS512"})
    void rsaKey_verifiesItsAlgorithms(String name) throws JOSEException {
        var key = KEY;
        server.serve(PATH, key);

        assertThat(user(token(name, new RSASSASigner(key)))).isEqualTo("42");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "ES384", "ES512"})
    void ecKey_verifiesTheAlgorithmOfItsCurve(String name) throws JOSEException {
        var key = new ECKeyGenerator(CURVES.get(name)).keyID(KID).generate();
        server.serve(PATH, key);

        assertThat(user(token(name, new ECDSASigner(key)))).isEqualTo("42");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EdDSA", "Ed25519"})
    void edwardsKey_verifiesBothNames(String name) throws GeneralSecurityException {
        var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        server.serve(PATH, edwards(pair));

        assertThat(user(edwardsToken(name, pair))).isEqualTo("42");
        var other = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        assertInvalid(edwardsToken(name, other), "the " + name + " signature does not match a key");
        var token = edwardsToken(name, pair);
        var cut = token.substring(0, token.lastIndexOf('.') + 1) + "AAAA";
        assertInvalid(cut, "the " + name + " signature does not match a key");
    }

    @Test
    void key_withAnAlgorithm_verifiesNoOther() throws JOSEException {
        var key = new RSAKey.Builder(KEY).algorithm(JWSAlgorithm.RS256).build();
        server.serve(PATH, key);

        assertThat(user(token("RS256", new RSASSASigner(key)))).isEqualTo("42");
        assertInvalid(token("RS512", new RSASSASigner(key)), "no key is available for RS512");
    }

    @Test
    void key_ofAnotherType_verifiesNothing() throws JOSEException {
        var key = new ECKeyGenerator(Curve.P_256).keyID(KID).generate();
        server.serve(PATH, key);

        assertInvalid(token("RS256", new RSASSASigner(OTHER_KEY)), "no key is available for RS256");
    }

    @Test
    void encryptionKey_isIgnored() throws JOSEException {
        var key = new RSAKey.Builder(KEY).keyUse(KeyUse.ENCRYPTION).build();
        server.serve(PATH, key);

        assertInvalid(token("RS256", new RSASSASigner(key)), "the key set has no key with the id of the token");
    }

    @Test
    void unusableKeys_doNotHideOthers() throws JOSEException {
        RSAKey weak = new RSAKeyGenerator(1024, true).keyID(KID).generate();
        OctetSequenceKey secret = new OctetSequenceKeyGenerator(256).keyID(KID).generate();
        var good = KEY;
        server.serve(
                PATH,
                "{\"keys\":[1, {}, {\"kty\":\"new\",\"kid\":\"k1\"}, {\"kty\":\"RSA\",\"kid\":\"k1\"},"
                        + "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"k1\",\"x\":\"AAAA\"},"
                        + "{\"kty\":\"OKP\",\"crv\":\"Ed448\",\"kid\":\"k1\",\"x\":\"AAAA\"},"
                        + weak.toPublicJWK() + "," + secret.toJSONString() + "," + good.toPublicJWK() + "]}");

        assertThat(user(token("RS256", new RSASSASigner(good)))).isEqualTo("42");
        assertInvalid(
                token("RS256", new RSASSASigner(weak.toPrivateKey(), Set.of(AllowWeakRSAKey.getInstance()))),
                "signature does not match a key");
    }

    private static RSAKey generate() {
        try {
            return new RSAKeyGenerator(2048).keyID(KID).generate();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static OctetKeyPair edwards(KeyPair pair) {
        byte[] encoded = pair.getPublic().getEncoded();
        var x = Base64URL.encode(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
        return new OctetKeyPair.Builder(Curve.Ed25519, x).keyID(KID).build();
    }

    private static String edwardsToken(String name, KeyPair pair) throws GeneralSecurityException {
        var text = header(name).toBase64URL() + "." + Base64URL.encode(CLAIMS);
        var signature = Signature.getInstance("Ed25519");
        signature.initSign(pair.getPrivate());
        signature.update(text.getBytes(StandardCharsets.US_ASCII));
        return text + "." + Base64URL.encode(signature.sign());
    }

    private static JWSHeader header(String algorithm) {
        return new JWSHeader.Builder(JWSAlgorithm.parse(algorithm)).keyID(KID).build();
    }

    private static String token(String algorithm, JWSSigner signer) {
        return signed(header(algorithm), signer, CLAIMS);
    }

    private TokenVerifier verifier() {
        return new TokenVerifier(options("jwks-public-endpoint", server.url(PATH)), CLOCK, Duration.ofSeconds(30));
    }

    private String user(String token) {
        try (var verifier = verifier()) {
            return outcome(verifier.connection(token)).user();
        }
    }

    private void assertInvalid(String token, String words) {
        try (var verifier = verifier()) {
            assertInvalid(verifier, token, words);
        }
    }

    private static void assertInvalid(TokenVerifier verifier, String token, String words) {
        assertThatThrownBy(() -> outcome(verifier.connection(token)))
                .isInstanceOf(InvalidTokenException.class)
                .hasMessageContaining(words)
                .satisfies(
                        failure -> assertThat(InvalidTokenException.of(failure).reason())
                                .isEqualTo(InvalidTokenException.Reason.INVALID));
    }
}
