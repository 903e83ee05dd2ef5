package dev.fanfare.server.api;

import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * A method of the API. Thread-safe if its action is.
 *
 * @param type of its requests
 * @param action executes a request; throws, or its stage fails, if the request cannot be executed
 */
record ApiMethod<R extends ApiRequest>(Class<R> type, Function<R, CompletionStage<ApiResult>> action) {
    CompletionStage<ApiResult> call(ApiRequest request) {
        return action.apply(type.cast(request));
    }
}
