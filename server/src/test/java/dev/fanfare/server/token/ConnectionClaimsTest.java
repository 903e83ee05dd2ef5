package dev.fanfare.server.token;

import static dev.fanfare.server.token.Tokens.NOW;
import static dev.fanfare.server.token.Tokens.connection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionClaimsTest {
    @Test
    void connection_ofSubject_isThisUser() {
        assertThat(connection("{\"sub\":\"42\"}")).isEqualTo(ConnectionClaims.of("42"));
    }

    @Test
    void connection_withoutSubject_isAnonymous() {
        assertThat(connection("{}").user()).isEmpty();
        assertThat(connection("{\"sub\":null}").user()).isEmpty();
    }

    @Test
    void connection_withOtherUserIdClaim_isThatUser() {
        var settings = Tokens.HMAC.withUserIdClaim("uid");

        assertThat(connection(settings, Tokens.signed("{\"sub\":\"x\",\"uid\":\"42\"}"))
                        .user())
                .isEqualTo("42");
        assertThat(connection(settings, Tokens.signed("{\"uid\":42}")).user()).isEqualTo("42");
        assertThat(connection(settings, Tokens.signed("{\"sub\":\"x\"}")).user())
                .isEmpty();
        assertThatThrownBy(() -> connection(settings, Tokens.signed("{\"uid\":1.5}")))
                .hasMessage("claim uid has to be a string or a whole number, not number");
    }

    @Test
    void connection_withUserIdClaimInsideOfAnother_isThatUser() {
        var settings = Tokens.HMAC.withUserIdClaim("account.id");

        assertThat(connection(settings, Tokens.signed("{\"account\":{\"id\":\"42\"}}"))
                        .user())
                .isEqualTo("42");
        assertThat(connection(settings, Tokens.signed("{\"account.id\":\"43\"}"))
                        .user())
                .isEqualTo("43");
        assertThat(connection(settings, Tokens.signed("{}")).user()).isEmpty();
    }

    @Test
    void expireAt_isExp_unlessThereIsItsOwn() {
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
    void expireAt_whenZero_isNever() {
        var exp = NOW.plusSeconds(10).getEpochSecond();

        assertThat(connection("{\"exp\":" + exp + ",\"expire_at\":0}").expireAt())
                .isEmpty();
    }

    @Test
    void expireAt_whenInThePast_isLeftToTheConnection() {
        assertThat(connection("{\"expire_at\":7}").expireAt()).contains(Instant.ofEpochSecond(7));
    }

    @Test
    void info_isAnyJson_onOneLine() {
        var claims = connection(
                "{\"info\": { \"a\" : 1.50,\n \"b\":[12345678901234567890, 1e400, \"\\u00e9\"] },\"meta\":\"m\"}");

        assertThat(claims.info().map(ClaimBytes::utf8))
                .contains("{\"a\":1.50,\"b\":[12345678901234567890,1E+400,\"é\"]}");
        assertThat(claims.meta().map(ClaimBytes::utf8)).contains("\"m\"");
        assertThat(connection("{\"info\":null}").info()).isEmpty();
    }

    @Test
    void info_inBase64_rules() {
        var claims = connection("{\"info\":{},\"b64info\":\"AAH/\"}");

        assertThat(claims.info()).contains(ClaimBytes.of(new byte[] {0, 1, -1}));
        assertThat(connection("{\"info\":7,\"b64info\":\"\"}").info()).contains(ClaimBytes.utf8("7"));
    }

    @Test
    void channels_areStrings() {
        assertThat(connection("{\"channels\":[\"a\",\"b\"]}").channels()).containsExactly("a", "b");
    }

    @Test
    void subs_haveOptionsOfTheirOwn() {
        var claims = connection("""
                {"subs":{"plain":{}, "null":null, "all":{"info":{"n":1}, "b64data":"AAE=", "override":{
                  "presence":{"value":true}, "join_leave":{"value":false}, "force_recovery":{"value":true},
                  "force_positioning":{}, "force_push_join_leave":{"value":true}}}}}""");

        assertThat(claims.subs()).containsOnlyKeys("plain", "null", "all");
        assertThat(claims.subs()).containsEntry("plain", SubscriptionOverrides.none());
        assertThat(claims.subs()).containsEntry("null", SubscriptionOverrides.none());
        assertThat(claims.subs())
                .containsEntry(
                        "all",
                        new SubscriptionOverrides(
                                Optional.of(ClaimBytes.utf8("{\"n\":1}")),
                                Optional.of(ClaimBytes.of(new byte[] {0, 1})),
                                Optional.of(true),
                                Optional.of(false),
                                Optional.of(true),
                                Optional.of(false),
                                Optional.of(true)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"channel":"news"}                     | a connection token has no claim channel: this is a subscription token
            {"sub":42}                             | claim sub has to be a string, not number
            {"exp":"soon"}                         | claim exp is seconds since 1970, from 0 to the year 9999
            {"exp":1e999999999}                    | claim exp is seconds since 1970, from 0 to the year 9999
            {"nbf":-1}                             | claim nbf is seconds since 1970, from 0 to the year 9999
            {"iat":{}}                             | claim iat is seconds since 1970, from 0 to the year 9999
            {"expire_at":true}                     | claim expire_at is seconds since 1970, from 0 to the year 9999
            {"expire_at":-1}                       | claim expire_at is seconds since 1970, from 0 to the year 9999
            {"b64info":"?"}                        | claim b64info is not base64
            {"b64info":1}                          | claim b64info has to be a string, not number
            {"channels":"a"}                       | claim channels has to be an array of strings, not string
            {"channels":[1]}                       | claim channels has to be an array of strings, not number
            {"subs":[]}                            | claim subs has to be an object, not array
            {"subs":{"a":1}}                       | claim subs.a has to be an object, not number
            {"subs":{"a":{"b64data":"?"}}}         | claim subs.a.b64data is not base64
            {"subs":{"a":{"override":1}}}          | claim subs.a.override has to be an object, not number
            {"subs":{"a":{"override":{"presence":true}}}} | claim subs.a.override.presence has to be an object, not boolean
            {"subs":{"a":{"override":{"presence":{"value":1}}}}} | claim subs.a.override.presence.value has to be true or false, not number
            {"iss":1}                              | claim iss has to be a string, not number
            {"aud":[1]}                            | claim aud has to be an array of strings, not number
            {"sub":"a","sub":"b"}                  | the token's claims are not JSON, or one is there twice
            {"sub":"a"} {}                         | the token's claims are not JSON, or one is there twice
            ["sub"]                                | the token's claims are not an object
            """)
    void connection_ofMalformedClaims_isInvalidWithWords(String claims, String words) {
        assertThatThrownBy(() -> connection(claims))
                .isInstanceOf(InvalidTokenException.class)
                .hasMessage(words)
                .satisfies(
                        failure -> assertThat(InvalidTokenException.of(failure).reason())
                                .isEqualTo(InvalidTokenException.Reason.INVALID));
    }
}
