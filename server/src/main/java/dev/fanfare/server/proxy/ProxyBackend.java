package dev.fanfare.server.proxy;

import dev.fanfare.core.concurrent.FailureCause;
import dev.fanfare.model.access.ErrorCode;
import dev.fanfare.model.access.ErrorReplyException;
import dev.fanfare.server.config.ProxyTarget;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * One backend that is asked. A question that it does not answer as it should is one that failed: the client is told {@link
 * ErrorCode#INTERNAL}, people by the log. Thread-safe; answers come on other threads than the caller's.
 */
final class ProxyBackend {
    private final HttpCalls calls;
    private final URI url;
    private final CallHeaders headers;
    private final boolean withMeta;
    private final BackendLog log;

    /** The backend of this name, as is set. */
    ProxyBackend(String name, ProxyTarget target, HttpClient http) {
        var endpoint = URI.create(target.endpoint().url());
        this.url = endpoint;
        this.headers = CallHeaders.of(target);
        this.withMeta = target.includeConnectionMeta();
        this.calls = new HttpCalls(http, target.timeout(), target.maxInFlight());
        // Without user, password and query, where some put keys of an API.
        this.log = new BackendLog(
                "proxy " + name + " at " + endpoint.getScheme() + "://" + endpoint.getHost()
                        + (endpoint.getPort() < 0 ? "" : ":" + endpoint.getPort()) + endpoint.getRawPath(),
                System::nanoTime);
    }

    /**
     * Asks it.
     *
     * @param read makes a value of the result, or throws {@link BackendException}
     * @return fails with {@link ErrorReplyException} or {@link dev.fanfare.model.access.DisconnectException}, when
     *     the backend says so or has failed
     */
    <A, T> CompletionStage<T> ask(ProxyRequest question, Class<A> type, Function<A, T> read) {
        return calls.send(request(question))
                .thenApply(body -> read.apply(ProxyReplies.result(body, type)))
                .exceptionallyCompose(failure -> CompletableFuture.failedStage(toTell(failure)));
    }

    /** A header that no HTTP request may have can only be the client's. */
    private HttpRequest request(ProxyRequest question) {
        var request = HttpRequest.newBuilder(url).POST(BodyPublishers.ofByteArray(question.body(withMeta)));
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
