package dev.fanfare.server.token;

import static dev.fanfare.server.token.Tokens.NOW;
import static dev.fanfare.server.token.Tokens.now;
import static dev.fanfare.server.token.Tokens.options;
import static dev.fanfare.server.token.Tokens.outcome;
import static dev.fanfare.server.token.Tokens.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.fanfare.app.jwt.InvalidTokenException;
import dev.fanfare.app.jwt.InvalidTokenException.Reason;
import dev.fanfare.core.fake.ClosedPort;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwksTest {
    private static final String PATH = "/keys";
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final ECKey FIRST = key("first");
    private static final ECKey SECOND = key("second");

    private final JwksServer server = new JwksServer();
    private final AtomicReference<Instant> time = new AtomicReference<>(NOW);
    private TokenVerifier verifier = verifier(server.url(PATH), LONG);

    @AfterEach
    void close() {
        verifier.close();
        server.close();
    }

    @Test
    void key_isFetchedOnceAndCached() {
        server.serve(PATH, FIRST);

        assertThat(outcome(connection(FIRST, "first")).user()).isEqualTo("42");
        assertThat(now(connection(FIRST, "first")).user()).isEqualTo("42");
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void subscriptionToken_isVerifiedWithTheKeySet() {
        server.serve(PATH, FIRST);

        assertThat(outcome(verifier.subscription(token(FIRST, "first", "{\"channel\":\"news\"}"))))
                .isEqualTo(SubscriptionClaims.of("", "news"));
    }

    @Test
    void token_ofAnotherKey_isRejected() {
        server.serve(PATH, FIRST);

        assertFails(connection(SECOND, "first"), Reason.INVALID, "the ES256 signature does not match a key");
    }

    @Test
    void token_withoutKeyId_causesNoFetch() {
        server.serve(PATH, FIRST);

        assertFails(verifier.connection(token(FIRST, null, "{}")), Reason.INVALID, "the header has no key id (kid)");
        assertFails(verifier.connection(signed("{}")), Reason.INVALID, "the header has no key id (kid)");
        assertThat(server.requests()).isZero();
    }

    @Test
    void set_isFetchedAgain_afterAnHour() {
        server.serve(PATH, FIRST);
        outcome(connection(FIRST, "first"));
        pass(Duration.ofMinutes(59));
        now(connection(FIRST, "first"));
        assertThat(server.requests()).isEqualTo(1);

        server.serve(PATH, SECOND);
        pass(Duration.ofMinutes(1));

        assertFails(connection(FIRST, "first"), Reason.INVALID, "the key set has no key with the id of the token");
        assertThat(server.requests()).isEqualTo(2);
    }

    @Test
    void unknownKey_causesAnotherFetch() {
        server.serve(PATH, FIRST);
        outcome(connection(FIRST, "first"));
        server.serve(PATH, FIRST, SECOND);
        pass(Duration.ofSeconds(10));

        assertThat(outcome(connection(SECOND, "second")).user()).isEqualTo("42");
        assertThat(now(connection(FIRST, "first")).user()).isEqualTo("42");
        assertThat(server.requests()).isEqualTo(2);
    }

    @Test
    void inventedKeys_causeOneFetchInTenSeconds() {
        server.serve(PATH, FIRST);
        outcome(connection(FIRST, "first"));
        for (int i = 0; i < 50; i++) {
            var invented = connection(FIRST, "invented-" + i);
            assertFails(invented, Reason.UNAVAILABLE, "the key set was requested less than 10 s ago");
        }
        assertThat(server.requests()).isEqualTo(1);

        pass(Duration.ofSeconds(10));
        assertFails(connection(FIRST, "invented"), Reason.INVALID, "the key set has no key with the id of the token");
        assertFails(connection(FIRST, "invented"), Reason.UNAVAILABLE, "the key set was requested less than 10 s ago");
        assertThat(now(connection(FIRST, "first")).user()).isEqualTo("42");
        assertThat(server.requests()).isEqualTo(2);
    }

    @Test
    void concurrentTokens_shareOneRequest() {
        server.serve(PATH, FIRST);
        server.hold();
        var waiting = new ArrayList<CompletionStage<ConnectionClaims>>();
        for (int i = 0; i < 20; i++) {
            waiting.add(connection(FIRST, "first"));
        }
        await().until(() -> server.requests() == 1);
        assertThat(waiting).noneMatch(stage -> stage.toCompletableFuture().isDone());

        server.release();

        assertThat(waiting)
                .allSatisfy(stage -> assertThat(outcome(stage).user()).isEqualTo("42"));
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void slowServer_isTriedThreeTimes() {
        server.serve(PATH, FIRST);
        server.hold();
        use(server.url(PATH), SHORT);

        assertFails(
                connection(FIRST, "first"),
                Reason.UNAVAILABLE,
                "cannot fetch the key set from " + server.url(PATH) + ": no response within 1000 ms");
        await().until(() -> server.requests() == 3);
    }

    @Test
    void endlessBody_isUnavailable() {
        server.serve(PATH, "");
        use(server.url(PATH), SHORT);

        assertFails(connection(FIRST, "first"), Reason.UNAVAILABLE, "no response within 1000 ms");
    }

    @Test
    void failingServer_isTriedAThirdTime() {
        server.serve(PATH, FIRST);
        server.fail(2, 503);

        assertThat(outcome(connection(FIRST, "first")).user()).isEqualTo("42");
        assertThat(server.requests()).isEqualTo(3);
    }

    @Test
    void failingServer_isNotTriedAgainForASecond() {
        server.serve(PATH, FIRST);
        server.fail(3, 500);

        assertFails(connection(FIRST, "first"), Reason.UNAVAILABLE, "status 500");
        assertFails(connection(FIRST, "first"), Reason.UNAVAILABLE, "less than 10 s ago");
        assertThat(server.requests()).isEqualTo(3);

        pass(Duration.ofSeconds(1));
        assertThat(outcome(connection(FIRST, "first")).user()).isEqualTo("42");
    }

    @Test
    void cachedKeys_areUsedWhileTheServerFails() {
        server.serve(PATH, FIRST);
        outcome(connection(FIRST, "first"));
        pass(Duration.ofSeconds(10));
        server.fail(3, 500);

        assertFails(connection(SECOND, "second"), Reason.UNAVAILABLE, "status 500");
        assertThat(now(connection(FIRST, "first")).user()).isEqualTo("42");
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 403})
    void rejectingServer_isTriedOnce(int status) {
        server.serve(PATH, FIRST);
        server.serve("/elsewhere", FIRST);
        server.fail(1, status);

        assertFails(connection(FIRST, "first"), Reason.UNAVAILABLE, "status " + status);
        assertThat(server.requests()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no", "[]", "{}", "{\"keys\":1}"})
    void responseWithoutAKeySet_isUnavailable(String body) {
        server.serve(PATH, body);

        assertFails(connection(FIRST, "first"), Reason.UNAVAILABLE, "the response for the key set");
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void responseOfMoreThanOneMiB_isUnavailable() {
        var set = "{\"keys\":[" + FIRST.toPublicJWK() + "]}";
        server.serve(PATH, set + " ".repeat((1 << 20) - set.length() + 1));
        assertFails(connection(FIRST, "first"), Reason.UNAVAILABLE, "the response is longer than 1048576 bytes");

        server.serve(PATH, set + " ".repeat((1 << 20) - set.length()));
        pass(Duration.ofSeconds(1));
        assertThat(outcome(connection(FIRST, "first")).user()).isEqualTo("42");
    }

    @Test
    void deadServer_isUnavailable() {
        try (var port = new ClosedPort()) {
            use("http://127.0.0.1:" + port.number() + "/keys?secret=1", LONG);

            assertFails(connection(FIRST, "first"), Reason.UNAVAILABLE, "/keys: ConnectException");
        }
    }

    @Test
    void close_failsWaitingTokens() {
        server.serve(PATH, FIRST);
        server.hold();
        var waiting = connection(FIRST, "first");
        await().until(() -> server.requests() == 1);

        verifier.close();

        assertFails(waiting, Reason.UNAVAILABLE, "cannot fetch the key set from");
    }

    private void use(String url, Duration timeout) {
        verifier.close();
        verifier = verifier(url, timeout);
    }

    private TokenVerifier verifier(String url, Duration timeout) {
        return new TokenVerifier(options("jwks-public-endpoint", url), time::get, timeout);
    }

    private void pass(Duration duration) {
        time.updateAndGet(now -> now.plus(duration));
    }

    private CompletionStage<ConnectionClaims> connection(ECKey key, String kid) {
        return verifier.connection(token(key, kid, "{\"sub\":\"42\"}"));
    }

    private static String token(ECKey key, @Nullable String kid, String claims) {
        try {
            var header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(kid).build();
            return signed(header, new ECDSASigner(key), claims);
        } catch (JOSEException unfit) {
            throw new AssertionError(unfit);
        }
    }

    private static void assertFails(CompletionStage<?> stage, Reason reason, String words) {
        assertThatThrownBy(() -> outcome(stage))
                .isInstanceOf(InvalidTokenException.class)
                .hasMessageContaining(words)
                .satisfies(failure ->
                        assertThat(InvalidTokenException.of(failure).reason()).isEqualTo(reason))
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("secret=1", "invented"));
    }

    private static ECKey key(String kid) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
        } catch (JOSEException unfit) {
            throw new AssertionError(unfit);
        }
    }
}
