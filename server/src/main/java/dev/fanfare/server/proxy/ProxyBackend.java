package dev.fanfare.server.proxy;

import dev.fanfare.core.concurrent.FailureCause;
import dev.fanfare.model.access.ErrorCode;
import dev.fanfare.model.access.ErrorReplyException;
import dev.fanfare.server.config.ProxyTarget;
import dev.fanfare.server.http.Endpoint;
import dev.fanfare.server.http.OutboundClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * A backend that decides about requests of clients. If it gives no usable answer, the failure is logged and the client gets
 * {@link ErrorCode#INTERNAL}. Thread-safe; stages complete on other threads than the caller's.
 */
final class ProxyBackend {
    private final HttpCalls calls;
    private final Endpoint endpoint;
    private final CallHeaders headers;
    private final boolean withMeta;
    private final BackendLog log;

    /** A backend with a name for the log. */
    ProxyBackend(String name, ProxyTarget target, OutboundClient http) {
        this.endpoint = new Endpoint(target.endpoint().url());
        this.headers = CallHeaders.of(target, endpoint);
        this.withMeta = target.includeConnectionMeta();
        this.calls = new HttpCalls(http, target.timeout(), target.maxInFlight());
        this.log = new BackendLog("proxy " + name + " at " + endpoint, System::nanoTime);
    }

    /**
     * Sends a request.
     *
     * @param read converts the result, or throws {@link BackendException}
     * @return fails with {@link ErrorReplyException} or {@link dev.fanfare.model.access.DisconnectException} if the backend
     *     answers with one or fails
     */
    <A, T> CompletionStage<T> ask(ProxyRequest question, Class<A> type, Function<A, T> read) {
        return calls.send(request(question))
                .thenApply(body -> read.apply(ProxyReplies.result(body, type)))
                .exceptionallyCompose(failure -> CompletableFuture.failedStage(toTell(failure)));
    }

    /** A malformed header can only come from the client, because the configuration is checked. */
    private HttpRequest request(ProxyRequest question) {
        var request = endpoint.request().POST(BodyPublishers.ofByteArray(question.body(withMeta)));
        try {
            headers.add(request, question.caller());
        } catch (IllegalArgumentException malformed) {
            throw new ErrorReplyException(ErrorCode.BAD_REQUEST);
        }
        return request.build();
    }

    private Throwable toTell(Throwable failure) {
        var cause = FailureCause.of(failure);
        if (cause instanceof BackendException known) {
            log.report(known);
            return new ErrorReplyException(ErrorCode.INTERNAL);
        }
        return cause;
    }
}
