package dev.fanfare.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.fanfare.app.Fanfare;
import dev.fanfare.spring.FanfareConfigurer;
import dev.fanfare.spring.security.SecurityAttributes;
import dev.fanfare.spring.security.WebSessions;
import dev.fanfare.testkit.app.HandshakeRefusedException;
import dev.fanfare.testkit.app.SocketServer;
import dev.fanfare.testkit.app.TestClient;
import dev.fanfare.testkit.app.TestServer;
import jakarta.servlet.http.HttpSessionEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;

/** Clients authenticated by the sessions of a servlet container, and by the tokens of a resource server. */
class FanfareSecurityTest {
    private static final byte[] SECRET = "a secret of at least thirty-two bytes".getBytes(StandardCharsets.UTF_8);

    private final WebApplicationContextRunner contexts = new WebApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(FanfareAutoConfiguration.class, FanfareSecurityAutoConfiguration.class))
            .withBean("whoami", FanfareConfigurer.class, () -> FanfareSecurityTest::whoAmI)
            .withPropertyValues("fanfare.port=0", "fanfare.host=127.0.0.1");

    private static void whoAmI(Fanfare app) {
        app.websocket("/whoami", ws -> {
            var user = ws.request().attribute(SecurityAttributes.AUTHENTICATION);
            ws.send(ws.principal().map(Object::toString).orElse("nobody"));
            ws.send(user.map(Authentication::getName).orElse("nobody"));
            ws.awaitClose();
        });
    }

    @Test
    void session_authenticatesUntilItEnds() {
        contexts.run(context -> {
            var sessions = context.getBean(WebSessions.class);
            var session = session(user("ann", "ROLE_B", "ROLE_A"));
            assertRefused(context, "Cookie: JSESSIONID=" + session.getId());
            sessions.sessionCreated(new HttpSessionEvent(session));

            var ann = server(context).connect("/whoami", "Cookie: JSESSIONID=" + session.getId());

            assertThat(ann.receiveText()).contains("user=ann", "{authorities=ROLE_A,ROLE_B}", "expiresAt=null");
            assertThat(ann.receiveText()).isEqualTo("ann");
            sessions.sessionDestroyed(new HttpSessionEvent(session));
            assertThat(ann.closeReason().code()).isEqualTo(4401);
            assertRefused(context, "Cookie: JSESSIONID=" + session.getId());
        });
    }

    /** A login changes the id, so that an id that an attacker has chosen before is of no use. */
    @Test
    void changedSessionId_isFollowed_andTheOldIdIsRefused() {
        contexts.run(context -> {
            var sessions = context.getBean(WebSessions.class);
            var session = session(user("ann"));
            sessions.sessionCreated(new HttpSessionEvent(session));
            var old = session.getId();

            session.changeSessionId();
            sessions.sessionIdChanged(new HttpSessionEvent(session), old);

            assertRefused(context, "Cookie: JSESSIONID=" + old);
            var client = server(context).connect("/whoami", "Cookie: JSESSIONID=" + session.getId());
            assertThat(client.receiveText()).contains("user=ann");
        });
    }

    @Test
    void sessionsWithoutAUser_areRefused() {
        var anonymous = new AnonymousAuthenticationToken("key", "guest", AuthorityUtils.createAuthorityList("GUEST"));
        contexts.run(context -> {
            for (var session : new MockHttpSession[] {
                new MockHttpSession(),
                session(anonymous),
                session(UsernamePasswordAuthenticationToken.unauthenticated("ann", "secret")),
                invalidated(session(user("ann")))
            }) {
                context.getBean(WebSessions.class).sessionCreated(new HttpSessionEvent(session));
                assertRefused(context, "Cookie: JSESSIONID=" + session.getId());
            }
        });
    }

    @Test
    void notRequired_clientsWithoutAUserAreAnonymous() {
        contexts.withPropertyValues("fanfare.security.required=false")
                .run(context -> assertThat(server(context).connect("/whoami").receiveText())
                        .isEqualTo("nobody"));
    }

    @Test
    void disabled_leavesAuthenticationToTheApplication() {
        contexts.withPropertyValues("fanfare.security.enabled=false").run(context -> {
            assertThat(context).doesNotHaveBean(WebSessions.class);
            assertThat(server(context).connect("/whoami").receiveText()).isEqualTo("nobody");
        });
    }

    @Test
    void bearerToken_authenticatesUntilItExpires() {
        contexts.withBean(JwtDecoder.class, FanfareSecurityTest::decoder)
                .withPropertyValues("fanfare.security.token-parameter=token")
                .run(context -> {
                    var expiry = Instant.now().plus(Duration.ofHours(1));
                    var token = token("bob", expiry);

                    var byHeader = server(context).connect("/whoami", "Authorization: Bearer " + token);
                    var byQuery = server(context).connect("/whoami?token=" + token);

                    for (var client : new TestClient[] {byHeader, byQuery}) {
                        assertThat(client.receiveText())
                                .contains(
                                        "user=bob",
                                        "SCOPE_orders",
                                        "expiresAt=" + Instant.ofEpochSecond(expiry.getEpochSecond()));
                        assertThat(client.receiveText()).isEqualTo("bob");
                    }
                    assertRefused(context, "Authorization: Bearer " + token + "x");
                    assertRefused(
                            context,
                            "Authorization: Bearer "
                                    + token("bob", Instant.now().minusSeconds(3600)));
                });
    }

    private static void assertRefused(ApplicationContext context, String header) {
        assertThatThrownBy(() -> server(context).connect("/whoami", header))
                .as(header)
                .isInstanceOfSatisfying(
                        HandshakeRefusedException.class,
                        refused -> assertThat(refused.status()).isEqualTo(401));
    }

    private static Authentication user(String name, String... authorities) {
        return UsernamePasswordAuthenticationToken.authenticated(
                name, null, AuthorityUtils.createAuthorityList(authorities));
    }

    private static MockHttpSession session(Authentication user) {
        var session = new MockHttpSession();
        session.setAttribute(
                HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY, new SecurityContextImpl(user));
        return session;
    }

    private static MockHttpSession invalidated(MockHttpSession session) {
        session.invalidate();
        return session;
    }

    private static JwtDecoder decoder() {
        return NimbusJwtDecoder.withSecretKey(new SecretKeySpec(SECRET, "HmacSHA256"))
                .build();
    }

    private static String token(String user, Instant expiry) throws JOSEException {
        var claims = new JWTClaimsSet.Builder()
                .subject(user)
                .claim("scope", "orders")
                .issueTime(Date.from(expiry.minusSeconds(7200)))
                .expirationTime(Date.from(expiry))
                .build();
        var token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        token.sign(new MACSigner(SECRET));
        return token.serialize();
    }

    private static TestServer server(ApplicationContext context) {
        return new SocketServer(context.getBean(Fanfare.class).addresses().getFirst());
    }
}
