package dev.fanfare.server.api;

import dev.fanfare.core.node.ClientChannels;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.protocol.centrifuge.json.JsonOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Publishes, into one channel or many. Thread-safe. */
final class PublishMethods {
    private final ClientChannels channels;

    PublishMethods(ClientChannels channels) {
        this.channels = channels;
    }

    /** Into one channel. */
    CompletionStage<ApiResult> publish(ApiFields fields) {
        return publish(fields.required("channel"), fields);
    }

    /** The same into several, each answered by itself. */
    CompletionStage<ApiResult> broadcast(ApiFields fields) {
        var names = fields.list("channels");
        if (names.isEmpty()) {
            throw ApiException.badRequest("channels is missing");
        }
        requireData(fields);
        List<CompletableFuture<ApiResult>> answers = new ArrayList<>(names.size());
        for (var name : names) {
            answers.add(ApiReplies.caught(ApiReplies.asked(() -> publish(name, fields)))
                    .toCompletableFuture());
        }
        return CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> out -> {
                    out.name("responses").beginArray();
                    answers.forEach(answer -> {
                        out.beginObject();
                        answer.join().write(out);
                        out.endObject();
                    });
                    out.endArray();
                });
    }

    private CompletionStage<ApiResult> publish(String channel, ApiFields fields) {
        if (channel.isEmpty()) {
            throw ApiException.badRequest("channel is missing");
        }
        var everybodys = Publication.of(requireData(fields)).withTags(fields.tags());
        var publication = fields.has("exclude") ? everybodys.without(fields.text("exclude")) : everybodys;
        var retention = channels.options(channel).retention();
        return channels.publish(channel, publication, options(fields, retention))
                .thenApply(answer -> out -> position(out, positionOf(answer)));
    }

    private static PublishOptions options(ApiFields fields, @Nullable HistoryRetention retention) {
        var options = retention == null ? PublishOptions.NONE : PublishOptions.NONE.withRetention(retention);
        if (fields.has("idempotency_key")) {
            options = options.withIdempotencyKey(fields.text("idempotency_key"));
        }
        if (fields.flag("skip_history")) {
            options = options.withSkippedHistory();
        }
        long version = fields.number("version");
        if (version < 0) {
            throw ApiException.badRequest("version is 0 or more, not " + version);
        }
        if (version > 0 && retention == null) {
            throw ApiException.badRequest("version needs a channel with history");
        }
        return version > 0 ? options.withVersion(version, fields.text("version_epoch")) : options;
    }

    private static Payload requireData(ApiFields fields) {
        var data = fields.payload("data");
        if (data == null) {
            throw ApiException.badRequest("data is missing");
        }
        return data;
    }

    private static @Nullable StreamPosition positionOf(PublishResult result) {
        return switch (result) {
            case PublishResult.Accepted accepted -> accepted.position();
            case PublishResult.Suppressed suppressed -> suppressed.position();
        };
    }

    private static void position(JsonOutput out, @Nullable StreamPosition position) {
        if (position != null) {
            out.number("offset", position.offset()).text("epoch", position.epoch());
        }
    }
}
