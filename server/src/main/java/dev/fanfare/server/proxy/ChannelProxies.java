package dev.fanfare.server.proxy;

import dev.fanfare.model.access.ConnectedClient;
import dev.fanfare.model.access.PublishGrant;
import dev.fanfare.model.access.Renewal;
import dev.fanfare.model.access.SubscriptionAttempt;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.protocol.centrifuge.json.JsonOutput;
import dev.fanfare.server.config.ChannelProxyOptions;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks about channels, each the backend that its namespace names. Whether one is to be asked, the options say. Thread-safe. */
public final class ChannelProxies {
    private final Backends backends;

    ChannelProxies(Backends backends) {
        this.backends = backends;
    }

    /** Whether the client may subscribe. */
    public CompletionStage<SubscribeAnswer> subscribe(
            ChannelProxyOptions options, ConnectedClient client, SubscriptionAttempt wanted) {
        var question = new ProxyRequest(Caller.of(client), wanted.data(), of(client, wanted.channel()));
        return backends.of(Backends.SUBSCRIBE, options.subscribeProxyName()).ask(question, SubscribeAnswer::read);
    }

    /** Whether a subscription that has come to its end goes on. */
    public CompletionStage<Renewal> refresh(ChannelProxyOptions options, ConnectedClient client, String channel) {
        var question = new ProxyRequest(Caller.of(client), null, of(client, channel));
        return backends.of(Backends.SUB_REFRESH, options.subRefreshProxyName())
                .ask(question, ConnectionProxies::renewal);
    }

    /**
     * Whether the client may publish, what, and how.
     *
     * @param retention how long the channel keeps publications; null when it does not
     */
    public CompletionStage<PublishGrant> publish(
            ChannelProxyOptions options,
            ConnectedClient client,
            String channel,
            Payload data,
            @Nullable HistoryRetention retention) {
        var question = new ProxyRequest(Caller.of(client), data, of(client, channel));
        return backends.of(Backends.PUBLISH, options.publishProxyName())
                .ask(question, result -> publication(result, data, retention));
    }

    private static Consumer<JsonOutput> of(ConnectedClient client, String channel) {
        return out -> out.name("user").string(client.user()).name("channel").string(channel);
    }

    /** Deltas need no word of a backend here. */
    private static PublishGrant publication(JsonObject result, Payload data, @Nullable HistoryRetention retention) {
        var other = result.payload("data");
        return new PublishGrant(other == null ? data : other, result.textMap("tags"), options(result, retention));
    }

    private static PublishOptions options(JsonObject result, @Nullable HistoryRetention retention) {
        var options = retention == null ? PublishOptions.NONE : PublishOptions.NONE.withRetention(retention);
        var key = result.text("idempotency_key");
        if (!key.isEmpty()) {
            options = options.withIdempotencyKey(key);
        }
        if (result.flag("skip_history")) {
            options = options.withSkippedHistory();
        }
        long version = result.number("version");
        if (version > 0 && retention == null) {
            throw BackendException.unreadable("result.version needs a channel with history");
        }
        return version > 0 ? options.withVersion(version, result.text("version_epoch")) : options;
    }
}
