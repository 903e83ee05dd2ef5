package dev.fanfare.server.api;

import dev.fanfare.protocol.centrifuge.json.JsonOutput;
import dev.fanfare.server.api.ApiFields.ApiCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Several requests in one, one after the other or all at once; each is answered by itself, in their order. Thread-safe. */
final class Batch {
    private static final int MAX_COMMANDS = 10_000;

    private final ServerApi api;

    Batch(ServerApi api) {
        this.api = api;
    }

    CompletionStage<ApiResult> call(ApiFields fields) {
        var commands = fields.commands();
        if (commands.size() > MAX_COMMANDS) {
            throw ApiException.badRequest("a batch has at most " + MAX_COMMANDS + " commands, not " + commands.size());
        }
        List<CompletableFuture<ApiResult>> answers = new ArrayList<>(commands.size());
        CompletableFuture<ApiResult> before = CompletableFuture.completedFuture(ApiResult.DONE);
        for (var command : commands) {
            before = fields.flag("parallel")
                    ? answer(command).toCompletableFuture()
                    : before.thenCompose(done -> answer(command));
            answers.add(before);
        }
        return CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> new Replies(answers));
    }

    /** The replies, which stand in the answer without a {@code result} around them. */
    private record Replies(List<CompletableFuture<ApiResult>> replies) implements ApiResult {
        @Override
        public void write(JsonOutput out) {
            out.name("replies").beginArray();
            replies.forEach(reply -> {
                out.beginObject();
                reply.join().write(out);
                out.endObject();
            });
            out.endArray();
        }

        @Override
        public void answer(JsonOutput out) {
            write(out);
        }
    }

    /** The method's name with its result, or {@code error}. */
    private CompletionStage<ApiResult> answer(ApiCommand command) {
        return ApiReplies.asked(() -> {
                    if (command.method().equals("batch")) {
                        throw ApiException.badRequest("a batch in a batch");
                    }
                    return api.method(command.method()).call(command.fields());
                })
                .thenApply(result -> (ApiResult) out -> {
                    out.name(command.method()).beginObject();
                    result.write(out);
                    out.endObject();
                })
                .exceptionally(failure -> out -> {
                    out.name("error");
                    ApiReplies.write(out, ApiException.of(failure));
                });
    }
}
