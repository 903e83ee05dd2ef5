package dev.fanfare.server.api;

import static java.util.Objects.requireNonNullElse;

import dev.fanfare.core.node.ClientChannels;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.server.api.ApiResult.ApiReply;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The methods that publish. Thread-safe. */
final class PublishMethods {
    private final ClientChannels channels;

    PublishMethods(ClientChannels channels) {
        this.channels = channels;
    }

    CompletionStage<ApiResult> publish(ApiRequest.Publish request) {
        var channel = ApiRequest.require("channel", request.channel());
        var publication =
                Publication.of(ApiRequest.requireData(request)).withTags(requireNonNullElse(request.tags(), Map.of()));
        var excluded = request.exclude();
        var options = options(request, channels.options(channel).retention());
        return channels.publish(channel, excluded == null ? publication : publication.without(excluded), options)
                .thenApply(result -> ApiResult.Published.at(position(result)));
    }

    CompletionStage<ApiResult> broadcast(ApiRequest.Broadcast request) {
        var names = request.channels();
        if (names == null || names.isEmpty()) {
            throw ApiException.badRequest("channels is required");
        }
        ApiRequest.requireData(request.to(""));
        return replies(names.stream()
                .map(name -> ApiReply.of(() -> publish(request.to(name))).toCompletableFuture())
                .toList());
    }

    private static CompletionStage<ApiResult> replies(List<CompletableFuture<ApiReply>> replies) {
        return CompletableFuture.allOf(replies.toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> new ApiResult.Broadcast(
                        replies.stream().map(CompletableFuture::join).toList()));
    }

    private static PublishOptions options(ApiRequest.Publish request, @Nullable HistoryRetention retention) {
        var options = retention == null ? PublishOptions.NONE : PublishOptions.NONE.withRetention(retention);
        var key = request.idempotencyKey();
        if (key != null) {
            options = options.withIdempotencyKey(key);
        }
        if (request.skipHistory()) {
            options = options.withSkippedHistory();
        }
        long version = request.version();
        if (version < 0) {
            throw ApiException.badRequest("version must be 0 or greater, got " + version);
        }
        if (version > 0 && retention == null) {
            throw ApiException.badRequest("version requires a channel with history; set history-size and history-ttl");
        }
        return version > 0 ? options.withVersion(version, requireNonNullElse(request.versionEpoch(), "")) : options;
    }

    private static @Nullable StreamPosition position(PublishResult result) {
        return switch (result) {
            case PublishResult.Accepted accepted -> accepted.position();
            case PublishResult.Suppressed suppressed -> suppressed.position();
        };
    }
}
