package dev.fanfare.server.api;

import dev.fanfare.core.node.ClientChannels;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.port.HistoryBroker;
import dev.fanfare.core.port.HistoryBroker.HistoryPage;
import dev.fanfare.core.port.HistoryBroker.HistoryQuery;
import dev.fanfare.model.access.ErrorCode;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.StreamPosition;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The methods that read presence and history. Thread-safe. */
final class ChannelMethods {
    private final Node node;
    private final ClientChannels channels;

    ChannelMethods(Node node, ClientChannels channels) {
        this.node = node;
        this.channels = channels;
    }

    CompletionStage<ApiResult> presence(ApiRequest.Presence request) {
        return node.engine().presence().members(withPresence(request.channel())).thenApply(ApiResult.Presence::of);
    }

    CompletionStage<ApiResult> presenceStats(ApiRequest.PresenceStats request) {
        return node.engine()
                .presence()
                .stats(withPresence(request.channel()))
                .thenApply(stats -> new ApiResult.PresenceStats(stats.clients(), stats.users()));
    }

    CompletionStage<ApiResult> history(ApiRequest.History request) {
        var channel = ApiRequest.require("channel", request.channel());
        var retention = retention(channel);
        var broker = broker();
        if (request.limit() < -1) {
            throw ApiException.badRequest("limit must be -1 or greater, got " + request.limit());
        }
        var since = ApiRequest.Position.of(request.since());
        if (request.reverse() && since != null && since.offset() == 0) {
            throw ApiException.badRequest("since.offset must be 1 or greater if reverse is true, got 0");
        }
        var query = new HistoryQuery(since, request.limit(), request.reverse());
        return broker.position(channel, retention)
                .thenCompose(top -> broker.history(channel, query.withEpoch(top.epoch())))
                .thenApply(page -> result(page, since));
    }

    CompletionStage<ApiResult> removeHistory(ApiRequest.HistoryRemove request) {
        var channel = ApiRequest.require("channel", request.channel());
        retention(channel);
        return broker().removeHistory(channel).thenApply(removed -> ApiResult.DONE);
    }

    private static ApiResult result(HistoryPage page, @Nullable StreamPosition since) {
        if (!page.continues(since)) {
            throw ApiException.of(ErrorCode.UNRECOVERABLE_POSITION);
        }
        return new ApiResult.History(
                page.publications().stream().map(ApiResult.Item::of).toList(),
                page.top().epoch(),
                page.top().offset());
    }

    private String withPresence(@Nullable String name) {
        var channel = ApiRequest.require("channel", name);
        if (!channels.options(channel).hasPresence()) {
            throw ApiException.of(ErrorCode.NOT_AVAILABLE);
        }
        return channel;
    }

    private HistoryBroker broker() {
        if (node.engine().broker() instanceof HistoryBroker broker) {
            return broker;
        }
        throw ApiException.of(ErrorCode.NOT_AVAILABLE);
    }

    private HistoryRetention retention(String channel) {
        var retention = channels.options(channel).retention();
        if (retention == null) {
            throw ApiException.of(ErrorCode.NOT_AVAILABLE);
        }
        return retention;
    }
}
