package dev.fanfare.server.token;

import static dev.fanfare.server.token.Tokens.NOW;
import static dev.fanfare.server.token.Tokens.subscription;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.app.jwt.InvalidTokenException;
import dev.fanfare.model.channel.Payload;
import org.junit.jupiter.api.Test;

class SubscriptionClaimsTest {
    @Test
    void userAndChannel_haveNoOverrides() {
        assertThat(subscription("{\"sub\":\"42\",\"channel\":\"news\"}"))
                .isEqualTo(SubscriptionClaims.of("42", "news"));
        assertThat(subscription("{\"channel\":\"news\",\"client\":\"\"}")).isEqualTo(SubscriptionClaims.of("", "news"));
    }

    @Test
    void allClaims_areRead() {
        var claims = subscription("{\"sub\":\"42\",\"channel\":\"news\",\"client\":\"c\",\"expire_at\":"
                + NOW.plusSeconds(5).getEpochSecond()
                + ",\"b64info\":\"AA==\",\"data\":[1],\"override\":{\"presence\":{\"value\":true}}}");

        assertThat(claims.client()).contains("c");
        assertThat(claims.expireAt()).contains(NOW.plusSeconds(5));
        assertThat(claims.overrides().info()).isEqualTo(Payload.text("\0"));
        assertThat(claims.overrides().data()).isEqualTo(Payload.validatedJson("[1]".getBytes(UTF_8)));
        assertThat(claims.overrides().settings().presence()).isTrue();
        assertThat(claims.overrides().settings().joinLeave()).isNull();
    }

    @Test
    void missingChannel_isRejected() {
        assertThatThrownBy(() -> subscription("{\"sub\":\"42\"}"))
                .isInstanceOf(InvalidTokenException.class)
                .hasMessage("a subscription token must have a claim channel");
    }

    @Test
    void malformedClaims_areRejectedWithAReason() {
        assertThatThrownBy(() -> subscription("{\"channel\":1}"))
                .hasMessage("claim channel must be a string, got number");
        assertThatThrownBy(() -> subscription("{\"channel\":\"a\",\"client\":[]}"))
                .hasMessage("claim client must be a string, got array");
        assertThatThrownBy(() -> subscription("{\"channel\":\"a\",\"override\":{\"join_leave\":1}}"))
                .hasMessage("claim override.join_leave must be an object, got number");
    }
}
