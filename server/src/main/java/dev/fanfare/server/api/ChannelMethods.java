package dev.fanfare.server.api;

import dev.fanfare.core.node.ClientChannels;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.port.HistoryBroker;
import dev.fanfare.core.port.HistoryBroker.HistoryPage;
import dev.fanfare.core.port.HistoryBroker.HistoryQuery;
import dev.fanfare.model.access.ErrorCode;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.protocol.centrifuge.json.JsonMessages;
import dev.fanfare.protocol.centrifuge.json.JsonOutput;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Who is in a channel, and what was published in it. Thread-safe. */
final class ChannelMethods {
    private final Node node;
    private final ClientChannels channels;

    ChannelMethods(Node node, ClientChannels channels) {
        this.node = node;
        this.channels = channels;
    }

    CompletionStage<ApiResult> presence(ApiFields fields) {
        return node.engine().presence().members(withPresence(fields)).thenApply(members -> out -> {
            out.name("presence").beginObject();
            members.forEach((client, info) -> JsonMessages.info(out.name(client), info));
            out.endObject();
        });
    }

    CompletionStage<ApiResult> presenceStats(ApiFields fields) {
        return node.engine()
                .presence()
                .stats(withPresence(fields))
                .thenApply(stats -> out -> out.name("num_clients")
                        .number(stats.clients())
                        .name("num_users")
                        .number(stats.users()));
    }

    CompletionStage<ApiResult> history(ApiFields fields) {
        var channel = fields.required("channel");
        var broker = broker(channel);
        long limit = fields.number("limit");
        if (limit < -1 || limit > Integer.MAX_VALUE) {
            throw ApiException.badRequest("limit is -1 or more, not " + limit);
        }
        var since = fields.since();
        if (fields.flag("reverse") && since != null && since.offset() == 0) {
            throw ApiException.badRequest("nothing precedes offset 0");
        }
        return broker.position(channel, retention(channel))
                .thenCompose(top -> broker.history(channel, query(fields, (int) limit, since, top)))
                .thenApply(page -> out -> write(out, page));
    }

    CompletionStage<ApiResult> removeHistory(ApiFields fields) {
        var channel = fields.required("channel");
        return broker(channel).removeHistory(channel).thenApply(removed -> ApiResult.DONE);
    }

    private static HistoryQuery query(ApiFields fields, int limit, @Nullable StreamPosition since, StreamPosition top) {
        if (since != null && !since.epoch().isEmpty() && !since.epoch().equals(top.epoch())) {
            throw ApiException.of(ErrorCode.UNRECOVERABLE_POSITION);
        }
        var from = since == null ? null : new StreamPosition(top.epoch(), since.offset());
        return new HistoryQuery(from, limit, fields.flag("reverse"));
    }

    private static void write(JsonOutput out, HistoryPage page) {
        JsonMessages.publications(out, page.publications());
        out.name("epoch")
                .string(page.top().epoch())
                .name("offset")
                .number(page.top().offset());
    }

    private String withPresence(ApiFields fields) {
        var channel = fields.required("channel");
        if (!channels.options(channel).hasPresence()) {
            throw ApiException.of(ErrorCode.NOT_AVAILABLE);
        }
        return channel;
    }

    private HistoryBroker broker(String channel) {
        retention(channel);
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
