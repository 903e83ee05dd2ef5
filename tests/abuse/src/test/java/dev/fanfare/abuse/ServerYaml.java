package dev.fanfare.abuse;

/** Configurations of the servers under attack. Stateless. */
final class ServerYaml {
    static final String API_KEY = "an-api-key-of-the-abuse-tests-with-many-characters";

    /** The limits of examples/fanfare.yml, with more publications for the well-behaved client. */
    static final String RATE_LIMITS = "rate-limit: {connection: {publish: 40/1s, any: 200/1s}}";

    private ServerYaml() {}

    /** Returns a configuration without further options of clients. */
    static String of() {
        return of("");
    }

    /**
     * Returns a configuration with the namespaces {@code chat} and {@code news} of examples/fanfare.yml, {@code steady} for the
     * well-behaved client, {@code deltas} without history, and {@code crowd} with presence only.
     *
     * @param client a further option of clients, in one line
     */
    static String of(String client) {
        return """
            http-server:
              address: 127.0.0.1
              port: 0
            http-api:
              key: %s
            log-level: warn
            client:
              token:
                hmac-secret-key: %s
              %s
            channel:
              namespaces:
                - name: steady
                  allow-subscribe-for-client: true
                  allow-publish-for-subscriber: true
                - name: deltas
                  allow-subscribe-for-client: true
                  allow-publish-for-subscriber: true
                  allowed-delta-types: [fossil]
                - name: crowd
                  allow-subscribe-for-client: true
                  presence: true
                  allow-presence-for-subscriber: true
                - name: chat
                  allow-subscribe-for-client: true
                  allow-publish-for-subscriber: true
                  presence: true
                  join-leave: true
                  allow-presence-for-subscriber: true
                  history-size: 100
                  history-ttl: 10m
                  force-recovery: true
                  allow-history-for-subscriber: true
                  publication-data-format: json-object
                - name: news
                  allow-subscribe-for-client: true
                  history-size: 100
                  history-ttl: 10m
                  force-recovery: true
            """.formatted(API_KEY, UserToken.SECRET, client);
    }
}
