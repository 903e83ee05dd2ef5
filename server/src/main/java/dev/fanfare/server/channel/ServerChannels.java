package dev.fanfare.server.channel;

import dev.fanfare.core.node.ClientChannels;
import dev.fanfare.core.node.Node;
import dev.fanfare.model.access.ErrorCode;
import dev.fanfare.model.access.ErrorReplyException;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.Kind;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult;
import dev.fanfare.model.channel.RecoveryMode;
import dev.fanfare.server.config.HistoryOptions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The channels of the push server for its protocols and its API. Thread-safe. */
public final class ServerChannels implements ClientChannels {
    private final Node node;
    private final Supplier<Namespaces> namespaces;
    private final PublishInterceptor interceptor;

    /**
     * Channels of a node.
     *
     * @param namespaces read for each call
     * @param interceptor called before each publication to the engine
     */
    public ServerChannels(Node node, Supplier<Namespaces> namespaces, PublishInterceptor interceptor) {
        this.node = node;
        this.namespaces = namespaces;
        this.interceptor = interceptor;
    }

    /**
     * Rejects namespaces that this node cannot serve with its current settings.
     *
     * @throws IllegalArgumentException if the history of a namespace is not supported
     */
    public void requireServed(Namespaces others) {
        for (var set : others.all()) {
            var retention = retention(others, set.history());
            if (retention != null) {
                // A token or a backend can enable positions in each of them.
                node.requireServed(
                        ChannelOptions.defaults().withHistory(retention).recovery(RecoveryMode.POSITIONED));
            }
        }
    }

    /** Returns true if traces may show the payloads of the channel. */
    public boolean showsDataInTraces(String channel) {
        try {
            return namespaces.get().of(channel).options().traceData();
        } catch (ErrorReplyException unknown) {
            return false;
        }
    }

    /** {@inheritDoc} Throws {@link ErrorReplyException} as {@link Namespaces#of} does. */
    @Override
    public ChannelOptions options(String channel) {
        var known = namespaces.get();
        var parsed = known.of(channel);
        var set = parsed.options();
        var retention = retention(known, parsed);
        var options = ChannelOptions.defaults()
                .presence(set.presence().presence())
                .joinLeave(set.presence().joinLeave());
        return retention == null ? options : options.withHistory(retention).recovery(recoveryMode(set.history()));
    }

    /** {@inheritDoc} Fails with {@link ErrorCode#BAD_REQUEST} if the channel does not accept data of this kind. */
    @Override
    public CompletionStage<PublishResult> publish(String channel, Publication publication, PublishOptions how) {
        var known = namespaces.get();
        var parsed = known.of(channel);
        if (!isOf(parsed.options().publishing().publicationDataFormat(), publication.payload())) {
            return CompletableFuture.failedStage(new ErrorReplyException(ErrorCode.BAD_REQUEST));
        }
        var elsewhere = interceptor.publish(channel, publication, how);
        if (elsewhere != null) {
            return elsewhere;
        }
        var retention = retention(known, parsed);
        return node.publish(channel, publication, retention == null ? how : how.withRetention(retention));
    }

    private static @Nullable HistoryRetention retention(Namespaces namespaces, ServerChannel channel) {
        var retention = retention(namespaces, channel.options().history());
        return retention == null ? null : retention.withShare(channel.namespace());
    }

    private static @Nullable HistoryRetention retention(Namespaces namespaces, HistoryOptions history) {
        if (!history.isEnabled()) {
            return null;
        }
        var meta =
                history.historyMetaTtl().isZero() ? namespaces.settings().historyMetaTtl() : history.historyMetaTtl();
        return new HistoryRetention(history.historySize(), history.historyTtl(), meta);
    }

    private static RecoveryMode recoveryMode(HistoryOptions history) {
        if (history.forceRecovery()) {
            return switch (history.forceRecoveryMode()) {
                case STREAM -> RecoveryMode.STREAM_RECOVERY;
                case CACHE -> RecoveryMode.CACHE_RECOVERY;
            };
        }
        return history.forcePositioning() ? RecoveryMode.POSITIONED : RecoveryMode.NONE;
    }

    private static boolean isOf(dev.fanfare.server.config.PublishingOptions.DataFormat format, Payload data) {
        return switch (format) {
            case ANY -> true;
            case JSON -> data.kind() == Kind.JSON;
            case JSON_OBJECT ->
                data.kind() == Kind.JSON && data.text().stripLeading().startsWith("{");
            case BINARY -> data.kind() == Kind.BINARY;
        };
    }
}
