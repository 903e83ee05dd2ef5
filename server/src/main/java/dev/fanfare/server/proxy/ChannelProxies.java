package dev.fanfare.server.proxy;

import static java.util.Objects.requireNonNullElse;

import dev.fanfare.model.access.ConnectedClient;
import dev.fanfare.model.access.PublishGrant;
import dev.fanfare.model.access.Renewal;
import dev.fanfare.model.access.SubscriptionAttempt;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.server.config.ChannelProxyOptions;
import dev.fanfare.server.proxy.ProxyRequest.Event;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The proxies for channels; the options of a namespace name the backend. Thread-safe. */
public final class ChannelProxies {
    private final Backends backends;

    ChannelProxies(Backends backends) {
        this.backends = backends;
    }

    /** Calls the backend to authorize a subscription. */
    public CompletionStage<SubscribeAnswer> subscribe(
            ChannelProxyOptions options, ConnectedClient client, SubscriptionAttempt attempt) {
        return backends.of(Backends.SUBSCRIBE, options.subscribeProxyName())
                .ask(request(client, attempt.channel(), attempt.data()), SubscribeAnswer.class, answer -> answer);
    }

    /** Calls the backend to renew a subscription. */
    public CompletionStage<Renewal> refresh(ChannelProxyOptions options, ConnectedClient client, String channel) {
        return backends.of(Backends.SUB_REFRESH, options.subRefreshProxyName())
                .ask(request(client, channel, null), ProxyReplies.Refreshed.class, ProxyReplies.Refreshed::renewal);
    }

    /**
     * Calls the backend to authorize a publication.
     *
     * @param retention of the channel's history; null if it keeps none
     */
    public CompletionStage<PublishGrant> publish(
            ChannelProxyOptions options,
            ConnectedClient client,
            String channel,
            Payload data,
            @Nullable HistoryRetention retention) {
        return backends.of(Backends.PUBLISH, options.publishProxyName())
                .ask(
                        request(client, channel, data),
                        ProxyReplies.Published.class,
                        published -> new PublishGrant(
                                requireNonNullElse(published.data(), data),
                                published.tags(),
                                options(published, retention)));
    }

    private static ProxyRequest request(ConnectedClient client, String channel, @Nullable Payload data) {
        return new ProxyRequest(Caller.of(client), data, Event.ofChannel(client.user(), channel));
    }

    private static PublishOptions options(ProxyReplies.Published published, @Nullable HistoryRetention retention) {
        var options = retention == null ? PublishOptions.NONE : PublishOptions.NONE.withRetention(retention);
        var key = published.idempotencyKey();
        if (key != null && !key.isEmpty()) {
            options = options.withIdempotencyKey(key);
        }
        if (published.skipHistory()) {
            options = options.withSkippedHistory();
        }
        if (published.version() == 0) {
            return options;
        }
        if (retention == null) {
            throw BackendException.unreadable("invalid response: version requires a channel with history");
        }
        return options.withVersion(published.version(), requireNonNullElse(published.versionEpoch(), ""));
    }
}
