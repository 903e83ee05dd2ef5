package dev.fanfare.server.token;

import static dev.fanfare.server.token.Tokens.NOW;
import static dev.fanfare.server.token.Tokens.connection;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.app.jwt.InvalidTokenException;
import dev.fanfare.model.access.Overrides;
import dev.fanfare.model.channel.Payload;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionClaimsTest {
    @Test
    void subject_isTheUser() {
        assertThat(connection("{\"sub\":\"42\"}")).isEqualTo(ConnectionClaims.of("42"));
    }

    @Test
    void missingSubject_isAnonymous() {
        assertThat(connection("{}").user()).isEmpty();
        assertThat(connection("{\"sub\":null}").user()).isEmpty();
    }

    @Test
    void userIdClaim_isTheUser() {
        var options = Tokens.options("hmac-secret-key", Tokens.SECRET, "user-id-claim", "uid");

        assertThat(connection(options, Tokens.signed("{\"sub\":\"x\",\"uid\":\"42\"}"))
                        .user())
                .isEqualTo("42");
        assertThat(connection(options, Tokens.signed("{\"uid\":42}")).user()).isEqualTo("42");
        assertThat(connection(options, Tokens.signed("{\"sub\":\"x\"}")).user()).isEmpty();
        assertThatThrownBy(() -> connection(options, Tokens.signed("{\"uid\":1.5}")))
                .hasMessage("claim uid must be a string or an integer, got number");
    }

    @Test
    void nestedUserIdClaim_isTheUser() {
        var options = Tokens.options("hmac-secret-key", Tokens.SECRET, "user-id-claim", "account.id");

        assertThat(connection(options, Tokens.signed("{\"account\":{\"id\":\"42\"}}"))
                        .user())
                .isEqualTo("42");
        assertThat(connection(options, Tokens.signed("{\"account.id\":\"43\"}")).user())
                .isEqualTo("43");
        assertThat(connection(options, Tokens.signed("{}")).user()).isEmpty();
    }

    @Test
    void expireAt_takesPrecedenceOverExp() {
        var later = NOW.plusSeconds(10).getEpochSecond();
        var muchLater = NOW.plusSeconds(99).getEpochSecond();

        assertThat(connection("{}").expireAt()).isEmpty();
        assertThat(connection("{\"exp\":" + later + "}").expireAt()).contains(NOW.plusSeconds(10));
        assertThat(connection("{\"exp\":" + later + ",\"expire_at\":" + muchLater + "}")
                        .expireAt())
                .contains(NOW.plusSeconds(99));
        assertThat(connection("{\"expire_at\":" + muchLater + "}").expireAt()).contains(NOW.plusSeconds(99));
    }

    @Test
    void expireAtZero_isNever() {
        var exp = NOW.plusSeconds(10).getEpochSecond();

        assertThat(connection("{\"exp\":" + exp + ",\"expire_at\":0}").expireAt())
                .isEmpty();
    }

    @Test
    void expireAtInThePast_isAccepted() {
        assertThat(connection("{\"expire_at\":7}").expireAt()).contains(Instant.ofEpochSecond(7));
    }

    @Test
    void info_isJsonOnOneLine() {
        var claims = connection(
                "{\"info\": { \"a\" : 1.50,\n \"b\":[12345678901234567890, 1e400, \"\\u00e9\"] },\"meta\":\"m\"}");

        assertThat(claims.info()).isEqualTo(json("{\"a\":1.50,\"b\":[12345678901234567890,1E+400,\"é\"]}"));
        assertThat(claims.meta()).isEqualTo(json("\"m\""));
        assertThat(connection("{\"info\":null}").info()).isNull();
    }

    @Test
    void base64Info_takesPrecedence() {
        var claims = connection("{\"info\":{},\"b64info\":\"AAH/\"}");

        assertThat(claims.info()).isEqualTo(Payload.binary(new byte[] {0, 1, -1}));
        assertThat(connection("{\"info\":7,\"b64info\":\"\"}").info()).isEqualTo(json("7"));
    }

    @Test
    void channels_areRead() {
        assertThat(connection("{\"channels\":[\"a\",\"b\"]}").channels()).containsExactly("a", "b");
    }

    @Test
    void subs_areReadWithTheirOptions() {
        var claims = connection("""
                {"subs":{"plain":{}, "null":null, "all":{"info":{"n":1}, "b64data":"AAE=", "override":{
                  "presence":{"value":true}, "join_leave":{"value":false}, "force_recovery":{"value":true},
                  "force_positioning":{}, "force_push_join_leave":{"value":true}}}}}""");

        assertThat(claims.subs()).containsOnlyKeys("plain", "null", "all");
        assertThat(claims.subs()).containsEntry("plain", SubscriptionOverrides.NONE);
        assertThat(claims.subs()).containsEntry("null", SubscriptionOverrides.NONE);
        assertThat(claims.subs())
                .containsEntry(
                        "all",
                        new SubscriptionOverrides(
                                json("{\"n\":1}"),
                                Payload.text("\0\1"),
                                new Overrides(true, false, true, false, true)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"channel":"news"}                     | expected a connection token, got a subscription token: it has a claim channel
            {"sub":42}                             | claim sub must be a string, got number
            {"exp":"soon"}                         | claim exp must be seconds since 1970, up to the year 9999
            {"exp":1e999999999}                    | claim exp must be seconds since 1970, up to the year 9999
            {"nbf":-1}                             | claim nbf must be seconds since 1970, up to the year 9999
            {"iat":{}}                             | claim iat must be seconds since 1970, up to the year 9999
            {"expire_at":true}                     | claim expire_at must be seconds since 1970, up to the year 9999
            {"expire_at":-1}                       | claim expire_at must be seconds since 1970, up to the year 9999
            {"b64info":"?"}                        | claim b64info is not base64
            {"b64info":1}                          | claim b64info must be a string, got number
            {"channels":"a"}                       | claim channels must be an array of strings, got string
            {"channels":[1]}                       | claim channels must be an array of strings, got number
            {"subs":[]}                            | claim subs must be an object, got array
            {"subs":{"a":1}}                       | claim subs.a must be an object, got number
            {"subs":{"a":{"b64data":"?"}}}         | claim subs.a.b64data is not base64
            {"subs":{"a":{"override":1}}}          | claim subs.a.override must be an object, got number
            {"subs":{"a":{"override":{"presence":true}}}} | claim subs.a.override.presence must be an object, got boolean
            {"subs":{"a":{"override":{"presence":{"value":1}}}}} | claim subs.a.override.presence.value must be true or false, got number
            {"iss":1}                              | claim iss must be a string, got number
            {"aud":[1]}                            | claim aud must be an array of strings, got number
            {"sub":"a","sub":"b"}                  | the claims are not valid JSON, or a name occurs twice
            {"sub":"a"} {}                         | the claims are not valid JSON, or a name occurs twice
            ["sub"]                                | the claims are not a JSON object
            """)
    void malformedClaims_areRejectedWithAReason(String claims, String words) {
        assertThatThrownBy(() -> connection(claims))
                .isInstanceOf(InvalidTokenException.class)
                .hasMessage(words)
                .satisfies(
                        failure -> assertThat(InvalidTokenException.of(failure).reason())
                                .isEqualTo(InvalidTokenException.Reason.INVALID));
    }

    private static Payload json(String text) {
        return Payload.validatedJson(text.getBytes(UTF_8));
    }
}
