package dev.fanfare.server.api;

import dev.fanfare.protocol.centrifuge.json.JsonOutput;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Results and errors as the API says them. Stateless. */
final class ApiReplies {
    private ApiReplies() {}

    /** The fields {@code result}, or {@code error} when the request fails; does not fail itself. */
    static CompletionStage<ApiResult> caught(CompletionStage<ApiResult> request) {
        return request.thenApply(ApiReplies::answered).exceptionally(failure -> error(ApiException.of(failure)));
    }

    /** The request's stage, which fails when the request throws. */
    static CompletionStage<ApiResult> asked(Supplier<CompletionStage<ApiResult>> request) {
        try {
            return request.get();
        } catch (RuntimeException failure) {
            return CompletableFuture.failedStage(failure);
        }
    }

    private static ApiResult answered(ApiResult result) {
        return result::answer;
    }

    private static ApiResult error(ApiException error) {
        return out -> {
            out.name("error");
            write(out, error);
        };
    }

    /** The error as an object. */
    static void write(JsonOutput out, ApiException error) {
        out.beginObject()
                .number("code", error.code())
                .text("message", String.valueOf(error.getMessage()))
                .endObject();
    }
}
