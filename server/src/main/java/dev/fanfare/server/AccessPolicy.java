package dev.fanfare.server;

import dev.fanfare.core.node.Node;
import dev.fanfare.server.access.AccessTokens;
import dev.fanfare.server.access.ConfiguredAccess;
import dev.fanfare.server.access.UserBlocks;
import dev.fanfare.server.api.ApiAccess;
import dev.fanfare.server.channel.Namespaces;
import dev.fanfare.server.channel.ServerChannels;
import dev.fanfare.server.config.HttpApiOptions;
import dev.fanfare.server.config.ServerConfig;
import dev.fanfare.server.proxy.Proxies;
import dev.fanfare.server.token.TokenVerifier;
import java.time.InstantSource;

/** The components that are derived from reloadable options: access control, channels, proxies. Thread-safe. */
final class AccessPolicy implements AutoCloseable {
    private final ServerConfig config;
    private final Namespaces namespaces;
    private final AccessTokens tokens;
    private final Proxies proxies;
    private final ConfiguredAccess access;
    private final ApiAccess api;

    /**
     * Creates the policy of a configuration.
     *
     * @throws IllegalArgumentException if the configuration is invalid
     */
    AccessPolicy(ServerConfig config, Node node, ServerChannels channels, UserBlocks blocks) {
        this.config = config;
        this.namespaces = new Namespaces(config.channel());
        channels.requireServed(namespaces);
        var client = config.client();
        var connections = new TokenVerifier(client.token(), InstantSource.system());
        this.tokens = new AccessTokens(
                connections,
                client.subscriptionToken().enabled()
                        ? new TokenVerifier(client.subscriptionToken().token(), InstantSource.system())
                        : connections);
        this.proxies = new Proxies(config);
        this.access = new ConfiguredAccess(client, namespaces, channels, node, tokens, proxies, blocks);
        var http = config.httpApi();
        this.api = new ApiAccess(
                http.key().text(), http.insecure(), http.errorMode() == HttpApiOptions.ErrorMode.TRANSPORT);
    }

    ServerConfig config() {
        return config;
    }

    Namespaces namespaces() {
        return namespaces;
    }

    AccessTokens tokens() {
        return tokens;
    }

    Proxies proxies() {
        return proxies;
    }

    ConfiguredAccess access() {
        return access;
    }

    ApiAccess api() {
        return api;
    }

    /** Fails the requests of this policy to other servers that are in progress. */
    @Override
    public void close() {
        proxies.close();
        tokens.connections().close();
        tokens.subscriptions().close();
    }
}
