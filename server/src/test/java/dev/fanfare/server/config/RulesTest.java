package dev.fanfare.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules that concern several options. */
class RulesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "history-size: 10 | history-ttl | must be more than 0 when history-size is",
                "history-ttl: 10s | history-size | must be more than 0 when history-ttl is",
                "history-size: 1, history-ttl: 2s, history-meta-ttl: 1s | history-meta-ttl | must be at least history-ttl, or 0",
                "history-size: 1, history-ttl: 800h | history-ttl | must be at most channel.history-meta-ttl, or needs a history-meta-ttl of its own",
                "force-recovery: true | force-recovery | needs history-size and history-ttl",
                "allow-recovery: true | allow-recovery | needs history-size and history-ttl",
                "allow-history-for-subscriber: true | allow-history-for-subscriber | needs history-size and history-ttl",
                "allow-presence-for-client: true | allow-presence-for-client | needs presence or join-leave",
                "force-push-join-leave: true | force-push-join-leave | needs join-leave",
                "delta-publish: true | delta-publish | needs allowed-delta-types",
                "allow-subscribe-for-anonymous: true | allow-subscribe-for-anonymous | needs allow-subscribe-for-client",
                "allow-publish-for-anonymous: true | allow-publish-for-anonymous | needs allow-publish-for-client or allow-publish-for-subscriber",
                "subscribe-proxy-enabled: true | subscribe-proxy-enabled | needs channel.proxy.subscribe.endpoint",
                "publish-proxy-enabled: true, publish-proxy-name: absent | publish-proxy-name | must be default or the name of one of proxies"
            })
    void namespace_mustFitTogether(String options, String key, String message) {
        assertThat(Load.problems("channel:\n  namespaces:\n  - {name: ab, " + options + "}"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.key()).isEqualTo("channel.namespaces[0]." + key);
                    assertThat(problem.message()).isEqualTo(message);
                    assertThat(problem.origin().line()).isEqualTo(3);
                });
        assertThat(Load.problems("channel: {without-namespace: {" + options + "}}"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.key()).isEqualTo("channel.without-namespace." + key));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http-server: {tls: {cert-file: a}} | http-server.tls.key-file | must be set when cert-file is",
                "http-server: {tls: {key-file: a}} | http-server.tls.cert-file | must be set when key-file is",
                "http-server: {address: ''} | http-server.address | must not be empty; 0.0.0.0 listens on all addresses",
                "engine: {type: redis, redis: {address: []}} | engine.redis.address | must hold at least one address when the engine is redis",
                "client: {ping-interval: 8s} | client.pong-timeout | must be less than ping-interval",
                "client: {allowed-origins: [example.com]} | client.allowed-origins | must hold origins such as https://example.com or https://*.example.com, without a path, or *",
                "client: {token: {hmac-previous-secret-key: a}} | client.token.hmac-secret-key | must be set when hmac-previous-secret-key is",
                "client: {token: {hmac-previous-secret-key-valid-until: 1}} | client.token.hmac-previous-secret-key-valid-until | needs hmac-previous-secret-key",
                "client: {subscription-token: {hmac-secret-key: a}} | client.subscription-token.enabled | must be true when keys are set here, or they would not be used",
                "client: {subscription-token: {enabled: true}} | client.subscription-token.enabled | needs a key: hmac-secret-key, rsa-public-key, ecdsa-public-key or jwks-public-endpoint",
                "client: {proxy: {connect: {enabled: true}}} | client.proxy.connect.endpoint | must be set when the proxy is enabled",
                "client: {proxy: {connect: {http-headers: ['a b']}}} | client.proxy.connect.http-headers | must hold names of headers",
                "client: {proxy: {connect: {http-headers: [Cookie, Host]}}} | client.proxy.connect.http-headers | must not hold headers that belong to the call itself: connection, content-length, content-type, expect, host, transfer-encoding, upgrade",
                "rpc: {proxy: {static-headers: {content-type: a}}} | rpc.proxy.static-headers | must not hold headers that belong to the call itself: connection, content-length, content-type, expect, host, transfer-encoding, upgrade",
                "rpc: {proxy: {emulated-headers: ['a b']}} | rpc.proxy.emulated-headers | must hold names of headers",
                "client: {subscribe-to-user-personal-channel: {enabled: true, personal-channel-namespace: zz}} | client.subscribe-to-user-personal-channel.personal-channel-namespace | must be the name of one of channel.namespaces",
                "channel: {private-prefix: ':'} | channel.namespace-boundary | must differ from the other marks of a name",
                "channel: {private-prefix: 'a'} | channel.private-prefix | must be one character of ASCII, no letter, digit or space",
                "channel: {namespaces: [{name: ab}, {name: ab}]} | channel.namespaces[1].name | must be unique; ab stands there twice",
                "channel: {namespaces: [{name: a}]} | channel.namespaces[0].name | must match ^[-a-zA-Z0-9_.]{2,}$",
                "channel: {namespaces: [{}]} | channel.namespaces[0].name | must match ^[-a-zA-Z0-9_.]{2,}$",
                "proxies: [{name: ab}] | proxies[0].endpoint | must be set",
                "rpc: {without-namespace: {proxy-enabled: true}} | rpc.without-namespace.proxy-enabled | needs rpc.proxy.endpoint",
                "webhook: {events: [occupied]} | webhook.endpoint | must be set when events are",
                "webhook: {endpoint: 'http://x/'} | webhook.events | must hold at least one event"
            })
    void options_mustFitTogether(String yaml, String key, String message) {
        assertThat(Load.problems(yaml)).singleElement().satisfies(problem -> {
            assertThat(problem.key()).isEqualTo(key);
            assertThat(problem.message()).isEqualTo(message);
            assertThat(problem.origin().line()).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | channel | must be set, or else pattern, but not both",
                "{channel: a, pattern: b} | channel | must be set, or else pattern, but not both",
                "{channel: a, path: a} | path | must be a path such as /redis/news, of letters, digits and -._~, or end with /{channel}",
                "{channel: a, path: /health} | path | must not be below a path of the server's own",
                "{channel: a, path: '/a/{channel}'} | path | can end with /{channel} with a pattern only",
                "{pattern: a*, path: /a, direction: both} | path | must end with /{channel}, or direction be in: clients can't publish into a pattern",
                "{channel: a, anonymous: true} | anonymous | needs a path",
                "{channel: 'fanfare:push:a'} | channel | must not be one of the server's own, which begin with fanfare: and fanfare."
            })
    void redisBridge_mustMakeSense(String bridge, String key, String message) {
        assertThat(Load.problems("redis-push: {bridges: [" + bridge + "]}"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.key()).isEqualTo("redis-push.bridges[0]." + key);
                    assertThat(problem.message()).isEqualTo(message);
                    assertThat(problem.origin().line()).isEqualTo(1);
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "channel: 'ab:c' | namespaces: [{name: ab, history-size: 1, history-ttl: 1s}] | channel.namespaces[0]",
                "channel: '$ab:c' | namespaces: [{name: cd}, {name: ab, allow-positioning: true}] | channel.namespaces[1]",
                "pattern: 'a*' | namespaces: [{name: ab, force-positioning: true}] | channel.namespaces[0]",
                "channel: c | without-namespace: {history-size: 1, history-ttl: 1s} | channel.without-namespace",
                "pattern: 'c*' | without-namespace: {history-size: 1, history-ttl: 1s} | channel.without-namespace"
            })
    void redisBridge_mayNotFallIntoANamespaceWithHistory(String bridge, String channel, String namespace) {
        var yaml = "redis-push: {bridges: [{" + bridge + "}]}\nchannel: {" + channel + "}";
        assertThat(Load.problems(yaml)).singleElement().satisfies(problem -> {
            assertThat(problem.key()).isEqualTo("redis-push.bridges[0]." + bridge.replaceAll(":.*", ""));
            assertThat(problem.message()).contains("must not fall into " + namespace + ",", "history-size");
            assertThat(problem.origin().line()).isEqualTo(1);
        });
    }

    @Test
    void redisBridge_besideANamespaceWithHistory_isFine() {
        var config = Load.yaml("""
                channel:
                  without-namespace: {history-size: 1, history-ttl: 1s}
                  namespaces: [{name: kept, history-size: 1, history-ttl: 1s}, {name: plain}]
                redis-push: {bridges: [{channel: "plain:a"}, {pattern: "plain:*"}, {pattern: "other:*"}]}
                """);

        assertThat(config.redisPush().bridges()).hasSize(3);
    }

    @Test
    void redisPush_needsOneServer() {
        assertThat(Load.messages("redis-push: {address: [a:1, b:2]}"))
                .singleElement()
                .asString()
                .contains("one address");
        assertThat(Load.messages("redis-push: {address: ['redis-cluster://a:1'], bridges: [{channel: a}]}"))
                .singleElement()
                .asString()
                .contains("one server of the cluster");
        assertThat(Load.messages("redis-push: {bridges: [{channel: a, path: /a}, {channel: b, path: /a}]}"))
                .singleElement()
                .asString()
                .contains("bridges[1].path", "unique");
    }

    @Test
    void namedProxy_isFoundByNamespacesAndMethods() {
        var config = Load.yaml("""
                proxies: [{name: backend, endpoint: "http://localhost/x"}]
                channel: {namespaces: [{name: ab, publish-proxy-enabled: true, publish-proxy-name: backend}]}
                rpc: {namespaces: [{name: cd, proxy-enabled: true, proxy-name: backend}]}
                """);

        assertThat(config.proxies()).hasSize(1);
    }

    @Test
    void rule_isSilentWhereAnOptionItNeedsIsWrong() {
        assertThat(Load.problems("channel: {without-namespace: {history-size: 1, history-ttl: soon}}"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.value()).isEqualTo("soon"));
    }
}
