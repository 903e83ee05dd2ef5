package dev.fanfare.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules about several options. */
class OptionRulesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "history-size: 10 | history-ttl | must be greater than 0 if history-size is set",
                "history-ttl: 10s | history-size | must be greater than 0 if history-ttl is set",
                "history-size: 1, history-ttl: 2s, history-meta-ttl: 1s | history-meta-ttl | must be 0 or not less than history-ttl",
                "history-size: 1, history-ttl: 1s, history-meta-ttl: 79s | history-meta-ttl | must be at least twice client.channel-position-check-delay",
                "history-size: 1, history-ttl: 800h | history-ttl | must not exceed channel.history-meta-ttl; increase it or set history-meta-ttl here",
                "force-recovery: true | force-recovery | requires history-size and history-ttl",
                "allow-recovery: true | allow-recovery | requires history-size and history-ttl",
                "allow-history-for-subscriber: true | allow-history-for-subscriber | requires history-size and history-ttl",
                "allow-presence-for-client: true | allow-presence-for-client | requires presence or join-leave",
                "force-push-join-leave: true | force-push-join-leave | requires join-leave",
                "delta-publish: true | delta-publish | requires allowed-delta-types",
                "allow-subscribe-for-anonymous: true | allow-subscribe-for-anonymous | requires allow-subscribe-for-client",
                "allow-publish-for-anonymous: true | allow-publish-for-anonymous | requires allow-publish-for-client or allow-publish-for-subscriber",
                "subscribe-proxy-enabled: true | subscribe-proxy-enabled | requires channel.proxy.subscribe.endpoint",
                "publish-proxy-enabled: true, publish-proxy-name: absent | publish-proxy-name | must be default or the name of an entry of proxies, got \"absent\""
            })
    void namespaceRule_violated_isReported(String options, String key, String message) {
        assertThat(TestConfig.problems("channel:\n  namespaces:\n  - {name: ab, " + options + "}"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.key()).isEqualTo("channel.namespaces[0]." + key);
                    assertThat(problem.message()).isEqualTo(message);
                    assertThat(problem.line()).isEqualTo(3);
                });
        assertThat(TestConfig.problems("channel: {without-namespace: {" + options + "}}"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.key()).isEqualTo("channel.without-namespace." + key));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http-server: {tls: {cert-file: a}} | http-server.tls.key-file | must be set if cert-file is set",
                "http-server: {tls: {key-file: a}} | http-server.tls.cert-file | must be set if key-file is set",
                "http-server: {address: ''} | http-server.address | must not be empty; use 0.0.0.0 to listen on all interfaces",
                "engine: {type: redis, redis: {address: []}} | engine.redis.address | must contain at least one address if engine.type is redis",
                "client: {ping-interval: 8s} | client.pong-timeout | must be less than ping-interval",
                "client: {allowed-origins: [example.com]} | client.allowed-origins | is not usable: an allowed origin must have the form scheme://host, scheme://host:port, scheme://*.host or *, got 'example.com'",
                "client: {allowed-origins: ['https://*.*.example.com']} | client.allowed-origins | is not usable: an allowed origin must have the form scheme://host, scheme://host:port, scheme://*.host or *, got 'https://*.*.example.com'",
                "client: {presence-update-interval: 30s} | client.presence-update-interval | must be a duration such as 500ms, 25s, 1m30s or 720h, between 1s and 29s, got \"30s\"",
                "client: {token: {hmac-secret-key: short}} | client.token.hmac-secret-key | is not usable: an HMAC secret must have at least 32 bytes, got 5",
                "client: {token: {rsa-public-key: nonsense}} | client.token.rsa-public-key | is not usable: expected a PEM that begins with -----BEGIN PUBLIC KEY-----",
                "client: {token: {ecdsa-public-key: nonsense}} | client.token.ecdsa-public-key | is not usable: expected a PEM that begins with -----BEGIN PUBLIC KEY-----",
                "channel: {history-meta-ttl: 79s, without-namespace: {history-size: 1, history-ttl: 1s}} | channel.history-meta-ttl | must be at least twice client.channel-position-check-delay",
                "http-api: {key: fifteen-letters} | http-api.key | must have at least 16 characters, got 15; generate one with openssl rand -hex 32, or listen on 127.0.0.1 only",
                "http-api: {key: replace-this-api-key-with-a-long-random-text} | http-api.key | is a public placeholder; generate one with openssl rand -hex 32, or listen on 127.0.0.1 only",
                "client: {token: {hmac-secret-key: replace-this-token-secret-with-a-long-random-text}} | client.token.hmac-secret-key | is a public placeholder; generate one with openssl rand -hex 32, or listen on 127.0.0.1 only",
                "webhook: {secret: short} | webhook.secret | must have at least 16 characters, got 5; generate one with openssl rand -hex 32, or listen on 127.0.0.1 only",
                "client: {token: {hmac-previous-secret-key: an old secret of forty characters or so}} | client.token.hmac-secret-key | must be set if hmac-previous-secret-key is set",
                "client: {token: {hmac-previous-secret-key-valid-until: 1}} | client.token.hmac-previous-secret-key-valid-until | requires hmac-previous-secret-key",
                "client: {subscription-token: {hmac-secret-key: an old secret of forty characters or so}} | client.subscription-token.enabled | must be true if a key is set in client.subscription-token",
                "client: {subscription-token: {enabled: true}} | client.subscription-token.enabled | requires a key: hmac-secret-key, rsa-public-key, ecdsa-public-key or jwks-public-endpoint",
                "client: {proxy: {connect: {enabled: true}}} | client.proxy.connect.endpoint | must be set if enabled is true",
                "client: {proxy: {connect: {http-headers: ['a b']}}} | client.proxy.connect.http-headers | must contain header names, got \"a b\"",
                "client: {proxy: {connect: {http-headers: [Cookie, Host]}}} | client.proxy.connect.http-headers | must not contain Host: the server sets connection, content-length, content-type, expect, host, transfer-encoding, upgrade",
                "rpc: {proxy: {static-headers: {content-type: a}}} | rpc.proxy.static-headers | must not contain content-type: the server sets connection, content-length, content-type, expect, host, transfer-encoding, upgrade",
                "rpc: {proxy: {emulated-headers: ['a b']}} | rpc.proxy.emulated-headers | must contain header names, got \"a b\"",
                "client: {subscribe-to-user-personal-channel: {enabled: true, personal-channel-namespace: zz}} | client.subscribe-to-user-personal-channel.personal-channel-namespace | must be the name of an entry of channel.namespaces, got \"zz\"",
                "channel: {private-prefix: ':'} | channel.namespace-boundary | must differ from private-prefix, namespace-boundary, user-boundary and user-separator",
                "channel: {private-prefix: 'a'} | channel.private-prefix | must be one ASCII punctuation character, got \"a\"",
                "channel: {namespaces: [{name: ab}, {name: ab}]} | channel.namespaces[1].name | must be unique, got \"ab\" twice",
                "channel: {namespaces: [{name: a}]} | channel.namespaces[0].name | must match [-a-zA-Z0-9_.]{2,}, got \"a\"",
                "channel: {namespaces: [{}]} | channel.namespaces[0].name | must match [-a-zA-Z0-9_.]{2,}, got \"\"",
                "proxies: [{name: ab}] | proxies[0].endpoint | must be set",
                "rpc: {without-namespace: {proxy-enabled: true}} | rpc.without-namespace.proxy-enabled | requires rpc.proxy.endpoint",
                "webhook: {events: [occupied]} | webhook.endpoint | must be set if events is set",
                "webhook: {endpoint: 'http://x/'} | webhook.events | must contain at least one event if endpoint is set"
            })
    void rule_violated_isReported(String yaml, String key, String message) {
        assertThat(TestConfig.problems(yaml)).singleElement().satisfies(problem -> {
            assertThat(problem.key()).isEqualTo(key);
            assertThat(problem.message()).isEqualTo(message);
            assertThat(problem.line()).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | channel | or pattern must be set, but not both",
                "{channel: a, pattern: b} | channel | or pattern must be set, but not both",
                "{channel: a, path: a} | path | must be a path such as /redis/news or /redis/{channel}; segments consist of letters, digits and -._~",
                "{channel: a, path: /health} | path | must not start with a path that the server uses, such as /api",
                "{channel: a, path: '/a/{channel}'} | path | must not end with /{channel} unless pattern is set",
                "{pattern: a*, path: /a, direction: both} | path | must end with /{channel}, because clients cannot publish to a pattern; otherwise set direction to in",
                "{channel: a, anonymous: true} | anonymous | requires path",
                "{channel: 'fanfare:push:a'} | channel | must not start with fanfare: or fanfare., which the server uses"
            })
    void redisBridgeRule_violated_isReported(String bridge, String key, String message) {
        assertThat(TestConfig.problems("redis-push: {bridges: [" + bridge + "]}"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.key()).isEqualTo("redis-push.bridges[0]." + key);
                    assertThat(problem.message()).isEqualTo(message);
                    assertThat(problem.line()).isEqualTo(1);
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
    void redisBridge_inANamespaceWithHistory_isRejected(String bridge, String channel, String namespace) {
        var yaml = "redis-push: {bridges: [{" + bridge + "}]}\nchannel: {" + channel + "}";
        assertThat(TestConfig.problems(yaml)).singleElement().satisfies(problem -> {
            assertThat(problem.key()).isEqualTo("redis-push.bridges[0]." + bridge.replaceAll(":.*", ""));
            assertThat(problem.message()).contains("must not belong to " + namespace + ",", "history-size");
            assertThat(problem.line()).isEqualTo(1);
        });
    }

    @Test
    void redisBridge_inAnotherNamespace_isValid() {
        var config = TestConfig.load("""
                channel:
                  without-namespace: {history-size: 1, history-ttl: 1s}
                  namespaces: [{name: kept, history-size: 1, history-ttl: 1s}, {name: plain}]
                redis-push: {bridges: [{channel: "plain:a"}, {pattern: "plain:*"}, {pattern: "other:*"}]}
                """);

        assertThat(config.redisPush().bridges()).hasSize(3);
    }

    @Test
    void redisPush_requiresOneServerAndUniquePaths() {
        assertThat(TestConfig.problems("redis-push: {address: [a:1, b:2]}"))
                .singleElement()
                .hasToString("configuration:1: redis-push.address must contain at most one address, got 2");
        assertThat(TestConfig.problems("redis-push: {address: ['redis-cluster://a:1'], bridges: [{channel: a}]}"))
                .singleElement()
                .asString()
                .contains("one server of the cluster");
        assertThat(TestConfig.problems("redis-push: {bridges: [{channel: a, path: /a}, {channel: b, path: /a}]}"))
                .singleElement()
                .asString()
                .contains("bridges[1].path", "unique");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "127.1.2.3", "'::1'", "'[::1]'"})
    void weakSecret_onLoopback_isAccepted(String address) {
        var config = TestConfig.load("http-server: {address: " + address + "}\nhttp-api: {key: short}");

        assertThat(config.weakSecrets())
                .singleElement()
                .extracting(WeakSecret::key)
                .isEqualTo("http-api.key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "192.168.0.1", "127.evil.example", "localhost.example", "'::'"})
    void weakSecret_onOtherAddresses_isRejected(String address) {
        assertThat(TestConfig.problems("http-server: {address: " + address + "}\nhttp-api: {key: short}"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.key()).isEqualTo("http-api.key"));
    }

    @Test
    void problems_doNotContainTheSecret() {
        assertThat(TestConfig.problems("http-api: {key: s3cr3t}\nclient: {token: {hmac-secret-key: s3cr3t}}"))
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem.message()).doesNotContain("s3cr3t"));
    }

    @Test
    void metaTtl_ofChannelsWithoutHistory_isNotChecked() {
        assertThat(TestConfig.load("channel: {history-meta-ttl: 1s}").channel().historyMetaTtl())
                .hasSeconds(1);
    }

    @Test
    void namedProxy_isFoundByNamespacesAndMethods() {
        var config = TestConfig.load("""
                proxies: [{name: backend, endpoint: "http://localhost/x"}]
                channel: {namespaces: [{name: ab, publish-proxy-enabled: true, publish-proxy-name: backend}]}
                rpc: {namespaces: [{name: cd, proxy-enabled: true, proxy-name: backend}]}
                """);

        assertThat(config.proxies()).hasSize(1);
    }
}
