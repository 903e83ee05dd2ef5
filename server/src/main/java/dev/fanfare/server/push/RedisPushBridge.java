package dev.fanfare.server.push;

import dev.fanfare.app.Fanfare;
import dev.fanfare.app.Middleware;
import dev.fanfare.app.security.Authentication;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.node.RelayedPublications;
import dev.fanfare.engine.redis.RedisRelay;
import dev.fanfare.engine.redis.connection.LinkSettings;
import dev.fanfare.model.access.ErrorCode;
import dev.fanfare.model.access.ErrorReplyException;
import dev.fanfare.model.channel.ChannelName;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult;
import dev.fanfare.server.channel.PublishInterceptor;
import dev.fanfare.server.config.ClientOptions;
import dev.fanfare.server.config.RedisBridge;
import dev.fanfare.server.config.ServerConfig;
import dev.fanfare.server.token.TokenVerifier;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Bridges the configured plain Redis channels. Messages in Redis reach the clients of every node. Publications of clients go to
 * Redis, if permitted, and return from there once. Thread-safe.
 */
public final class RedisPushBridge implements PublishInterceptor, AutoCloseable {
    private final ServerConfig config;
    private final Bridges bridges;
    private final @Nullable RedisRelay relay;

    private RedisPushBridge(ServerConfig config, Bridges bridges, @Nullable RedisRelay relay) {
        this.config = config;
        this.bridges = bridges;
        this.relay = relay;
    }

    /** Creates the configured bridge, which does not connect yet. */
    public static RedisPushBridge of(ServerConfig config) {
        var set = config.redisPush();
        var bridges = new Bridges(set.bridges(), config.engine().redis().prefix() + ":");
        if (set.bridges().isEmpty()) {
            return new RedisPushBridge(config, bridges, null);
        }
        var address = set.address().isEmpty() ? config.engine().redis().address() : set.address();
        return new RedisPushBridge(
                config,
                bridges,
                new RedisRelay(
                        address.getFirst().url(), bridges.channels(), bridges.patterns(), LinkSettings.DEFAULTS));
    }

    /**
     * Adds the routes, and connects when the application listens.
     *
     * @param clients read for each connection
     * @param tokens read for each connection
     */
    public void serve(Fanfare app, Node node, Supplier<ClientOptions> clients, Supplier<TokenVerifier> tokens) {
        var to = relay;
        if (to == null) {
            return;
        }
        app.onStart(() -> to.start(new RelayedPublications(
                "redis-push", node, bridges::targets, ChannelName::require, bridges::isTarget)));
        var connects = PlainLimits.connects(config.client().limits());
        var messages = PlainLimits.messages(clients);
        var authentication = Authentication.by(new TokenOrHeader(clients, node, tokens));
        for (var bridge : bridges.all()) {
            if (!bridge.path().isEmpty()) {
                var handler = new PlainClients(app, bridges, bridge, to);
                app.route(bridge.fixedPath(), routes -> {
                    connects.forEach(routes::use);
                    routes.use(messages);
                    routes.use(access(bridge, authentication));
                    routes.websocket(bridge.isChosen() ? "/{" + PlainClients.CHANNEL + ":path}" : "", handler);
                });
            }
        }
    }

    @Override
    public @Nullable CompletionStage<PublishResult> publish(
            String channel, Publication publication, PublishOptions how) {
        var to = relay;
        if (to == null || !bridges.has(channel)) {
            return null;
        }
        if (!bridges.acceptsPublications(channel)) {
            return CompletableFuture.failedStage(new ErrorReplyException(ErrorCode.PERMISSION_DENIED));
        }
        boolean plain =
                how.equals(PublishOptions.NONE) && publication.tags().isEmpty() && publication.excluded() == null;
        if (!plain) {
            return CompletableFuture.failedStage(new ErrorReplyException(ErrorCode.NOT_AVAILABLE));
        }
        return to.publish(channel, publication.payload().bytes()).thenApply(done -> new PublishResult.Accepted(null));
    }

    /** False while Redis is disconnected and messages are missed. Does not block. */
    public boolean isReady() {
        return relay == null || relay.health().ready();
    }

    /** Closes the connections to Redis; called after the clients are closed. */
    @Override
    public void close() {
        if (relay != null) {
            relay.close();
        }
    }

    private Middleware access(RedisBridge bridge, Authentication authentication) {
        return bridge.anonymous() || config.client().access().insecure()
                ? authentication.optional()
                : authentication.require();
    }
}
