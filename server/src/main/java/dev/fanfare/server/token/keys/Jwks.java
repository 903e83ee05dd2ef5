package dev.fanfare.server.token.keys;

import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keys by the address of their set and their name. Never by the name alone: two tenants may call different keys the same.
 * Thread-safe; stages complete at once or on a thread of the HTTP client.
 */
public final class Jwks implements AutoCloseable {
    /** An address may hold what a token says, so there may be any number of them. */
    private static final int MAX_ENDPOINTS = 1000;

    private final ConcurrentHashMap<URI, JwksEndpoint> endpoints = new ConcurrentHashMap<>();
    private final JwksSettings settings;
    private final InstantSource clock;
    private final JwksFetch fetch;

    /** Nothing is fetched yet. */
    public Jwks(JwksSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.fetch = new JwksFetch(settings.timeout());
    }

    /**
     * The keys of that name, none when there is no such key; fails with {@link JwksUnavailableException} when that can't be told at
     * the moment.
     */
    public CompletionStage<List<VerifyingKey>> find(URI url, String kid) {
        var known = endpoints.get(url);
        if (known == null) {
            makeRoom();
            known = endpoints.computeIfAbsent(url, key -> new JwksEndpoint(key, settings, clock, fetch::fetch));
        }
        return known.find(kid);
    }

    /** Those that never answered go first, so that made-up addresses push out each other. */
    private void makeRoom() {
        if (endpoints.size() < MAX_ENDPOINTS) {
            return;
        }
        endpoints.values().removeIf(JwksEndpoint::isIdle);
        var rest = endpoints.keySet().iterator();
        while (endpoints.size() >= MAX_ENDPOINTS && rest.hasNext()) {
            rest.next();
            rest.remove();
        }
    }

    /** Ends what is under way, which fails. */
    @Override
    public void close() {
        fetch.close();
    }
}
