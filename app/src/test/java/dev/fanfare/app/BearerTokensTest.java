package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.fanfare.app.jwt.TokenKey;
import dev.fanfare.app.security.Authentication;
import dev.fanfare.app.security.BearerTokens;
import dev.fanfare.model.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class BearerTokensTest {
    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OTHER_SECRET = "another key, of thirty-two bytes".getBytes(StandardCharsets.US_ASCII);
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    private final TestApp test = new TestApp();

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void tokenInTheHeader_isAccepted() throws JOSEException {
        serve(hmac());

        assertThat(user(hmacToken(claims().build())))
                .isEqualTo("ann Ann {role=[\"admin\"], team=tea} 2026-11-25T12:10:00Z");
        assertThat(test.request("GET /user", "Authorization: bearer " + hmacToken(claims().build()))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void tokenInTheQuery_isAcceptedOnlyIfConfigured() throws JOSEException {
        var token = hmacToken(claims().build());
        serve(hmac().fromQuery("token"));
        test.app().route("/strict", routes -> {
            routes.use(Authentication.by(hmac()).clock(() -> NOW).require());
            routes.get("", request -> HttpResponse.text(200, "in"));
        });

        assertThat(test.request("GET /user?token=" + token).status()).isEqualTo(200);
        try (var client = test.open("/ws?token=" + token)) {
            assertThat(client.receiveText()).isEqualTo("ann");
        }
        assertThat(test.refused("/ws").status()).isEqualTo(401);
        assertThat(test.request("GET /user?token=" + token, "Authorization: Basic x")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void rsaAndEcKeys_verifyTheirAlgorithms() throws GeneralSecurityException, JOSEException {
        var rsa = pair("RSA", 2048);
        var ec = pair("EC", 384);
        serve(BearerTokens.verifiedBy(
                        TokenKey.rsa((RSAPublicKey) rsa.getPublic()), TokenKey.ec((ECPublicKey) ec.getPublic()))
                .clock(() -> NOW));

        assertThat(status(token(JWSAlgorithm.RS256, new RSASSASigner(rsa.getPrivate()))))
                .isEqualTo(200);
        assertThat(status(token(JWSAlgorithm.ES384, new ECDSASigner((ECPrivateKey) ec.getPrivate()))))
                .isEqualTo(200);
        assertThat(status(token(JWSAlgorithm.RS512, new RSASSASigner(rsa.getPrivate()))))
                .isEqualTo(200);
        assertThat(status(token(JWSAlgorithm.PS256, new RSASSASigner(rsa.getPrivate()))))
                .isEqualTo(401);
    }

    @Test
    void token_withAnotherAlgorithmThanTheKey_isRejected() throws GeneralSecurityException, JOSEException {
        var rsa = pair("RSA", 2048);
        serve(BearerTokens.verifiedBy(TokenKey.rsa((RSAPublicKey) rsa.getPublic()))
                .clock(() -> NOW));

        var none = new PlainJWT(claims().build()).serialize();
        assertThat(status(none)).isEqualTo(401);
        // The public key as the secret of HS256.
        var confused = token(JWSAlgorithm.HS256, new MACSigner(rsa.getPublic().getEncoded()));
        assertThat(status(confused)).isEqualTo(401);
        assertThat(status(hmacToken(claims().build()))).isEqualTo(401);
    }

    @Test
    void forgedOrMalformedToken_isRejected() throws JOSEException {
        serve(hmac());
        var token = hmacToken(claims().build());
        var parts = token.split("\\.", -1);

        assertThat(status(token(JWSAlgorithm.HS256, new MACSigner(OTHER_SECRET))))
                .isEqualTo(401);
        assertThat(status(token(JWSAlgorithm.HS512, new MACSigner(new byte[64]))))
                .isEqualTo(401);
        var forged = hmacToken(claims().subject("root").build()).split("\\.", -1)[1];
        for (var malformed : List.of(
                parts[0] + "." + forged + "." + parts[2],
                parts[0] + "." + parts[1] + ".",
                parts[0] + "." + parts[1],
                "..",
                "nonsense",
                "")) {
            assertThat(status(malformed)).as(malformed).isEqualTo(401);
        }
    }

    @Test
    void claims_mustMatch() throws JOSEException {
        serve(hmac().issuedBy("https://login.example").meantFor("chat"));
        var fit = claims().issuer("https://login.example").audience(List.of("mail", "chat"));

        assertThat(status(hmacToken(fit.build()))).isEqualTo(200);
        assertThat(status(hmacToken(copy(fit).issuer("https://evil.example").build())))
                .isEqualTo(401);
        assertThat(status(hmacToken(copy(fit).audience("mail").build()))).isEqualTo(401);
        assertThat(status(hmacToken(copy(fit).subject(null).build()))).isEqualTo(401);
        assertThat(status(hmacToken(copy(fit).expirationTime(Date.from(NOW)).build())))
                .isEqualTo(401);
        assertThat(status(hmacToken(copy(fit).expirationTime(null).build()))).isEqualTo(401);
        assertThat(status(hmacToken(copy(fit).notBeforeTime(Date.from(NOW)).build())))
                .isEqualTo(200);
        assertThat(status(hmacToken(
                        copy(fit).notBeforeTime(Date.from(NOW.plusSeconds(1))).build())))
                .isEqualTo(401);
    }

    @Test
    void tokenWithoutExpiry_isAcceptedIfConfigured() throws JOSEException {
        serve(hmac().allowingNoExpiry());

        assertThat(user(hmacToken(claims().expirationTime(null).build()))).endsWith(" null");
    }

    @Test
    void weakKey_isRejectedWithoutShowingIt() throws GeneralSecurityException {
        var weak = (RSAPublicKey) pair("RSA", 1024).getPublic();

        assertThatThrownBy(() -> TokenKey.hmac(new byte[31])).hasMessageContaining("at least 32 bytes, got 31");
        assertThatThrownBy(() -> TokenKey.rsa(weak)).hasMessageContaining("at least 2048 bits, got 1024");
        assertThatThrownBy(BearerTokens::verifiedBy).hasMessageContaining("at least one key");
        assertThat(TokenKey.hmac(SECRET)).hasToString("TokenKey[HS256]");
    }

    @Test
    void challenge_withoutCredentials_hasNoError() {
        serve(hmac());

        assertThat(challenge("GET /user")).isEqualTo("Bearer realm=\"fanfare\"");
        assertThat(challenge("GET /user", "Authorization: Basic x")).isEqualTo("Bearer realm=\"fanfare\"");
        assertThat(challenge("GET /user?token=x")).isEqualTo("Bearer realm=\"fanfare\"");
    }

    @Test
    void challenge_afterARejectedToken_isInvalidToken() throws JOSEException {
        serve(hmac().fromQuery("token"));
        var invalid = "Bearer realm=\"fanfare\", error=\"invalid_token\"";
        var expired = hmacToken(claims().expirationTime(Date.from(NOW)).build());

        assertThat(challenge("GET /user", "Authorization: Bearer nonsense")).isEqualTo(invalid);
        assertThat(challenge("GET /user", "Authorization: Bearer " + expired)).isEqualTo(invalid);
        assertThat(challenge("GET /user?token=" + expired)).isEqualTo(invalid);
        assertThat(test.refused("/ws?token=" + expired).header("www-authenticate"))
                .isEqualTo(invalid);
    }

    @Test
    void reasonForRejection_isLoggedAtDebugWithoutTheToken() throws JOSEException {
        serve(hmac());
        var expired = hmacToken(claims().expirationTime(Date.from(NOW)).build());
        var forged = token(JWSAlgorithm.HS256, new MACSigner(OTHER_SECRET));
        var logger = (Logger) LoggerFactory.getLogger(BearerTokens.class);
        var log = new ListAppender<ILoggingEvent>();
        log.list = new CopyOnWriteArrayList<>(); // other tests log at the same time
        log.start();
        logger.addAppender(log);
        logger.setLevel(Level.DEBUG);
        try {
            status(expired);
            status(forged);
            status("nonsense");
        } finally {
            logger.setLevel(null);
            logger.detachAppender(log);
        }

        assertThat(log.list).allMatch(event -> event.getLevel() == Level.DEBUG);
        assertThat(log.list.stream().map(ILoggingEvent::getFormattedMessage))
                .contains(
                        "rejected a bearer token: the token expired at 2026-11-25T12:00:00Z",
                        "rejected a bearer token: the HS256 signature does not match a key",
                        "rejected a bearer token: expected three base64url parts separated by dots")
                .noneMatch(line -> line.contains(expired) || line.contains(forged) || line.contains("nonsense"));
    }

    private String challenge(String methodAndPath, String... headers) {
        var response = test.request(methodAndPath, headers);
        assertThat(response.status()).isEqualTo(401);
        return response.header("www-authenticate");
    }

    private static BearerTokens hmac() {
        return BearerTokens.verifiedBy(TokenKey.hmac(SECRET)).clock(() -> NOW);
    }

    private void serve(BearerTokens tokens) {
        test.app().use(Authentication.by(tokens).clock(() -> NOW).require());
        test.app().get("/user", request -> {
            var user = request.principal().orElseThrow();
            return HttpResponse.text(
                    200,
                    user.user() + " " + user.name() + " " + new TreeMap<>(user.attributes()) + " " + user.expiresAt());
        });
        test.app().websocket("/ws", ws -> ws.send(ws.principal().orElseThrow().user()));
    }

    private String user(String token) {
        return test.request("GET /user", "Authorization: Bearer " + token).text();
    }

    private int status(String token) {
        return test.request("GET /user", "Authorization: Bearer " + token).status();
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .subject("ann")
                .claim("name", "Ann")
                .claim("team", "tea")
                .claim("role", List.of("admin"))
                .expirationTime(Date.from(NOW.plusSeconds(600)));
    }

    private static JWTClaimsSet.Builder copy(JWTClaimsSet.Builder claims) {
        return new JWTClaimsSet.Builder(claims.build());
    }

    private static String hmacToken(JWTClaimsSet claims) throws JOSEException {
        return token(JWSAlgorithm.HS256, new MACSigner(SECRET), claims);
    }

    private static String token(JWSAlgorithm algorithm, JWSSigner signer) throws JOSEException {
        return token(algorithm, signer, claims().build());
    }

    private static String token(JWSAlgorithm algorithm, JWSSigner signer, JWTClaimsSet claims) throws JOSEException {
        var token = new SignedJWT(new JWSHeader(algorithm), claims);
        token.sign(signer);
        return token.serialize();
    }

    private static KeyPair pair(String kind, int bits) throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance(kind);
        generator.initialize(bits);
        return generator.generateKeyPair();
    }
}
