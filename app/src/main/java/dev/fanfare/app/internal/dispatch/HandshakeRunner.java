package dev.fanfare.app.internal.dispatch;

import dev.fanfare.app.Next;
import dev.fanfare.app.Request;
import dev.fanfare.app.internal.channel.AppContext;
import dev.fanfare.app.internal.socket.FailureAnswer;
import dev.fanfare.app.internal.socket.SocketRunner;
import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.model.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * Runs the middleware of a handshake on a virtual thread, and then starts its socket on the event loop. Without middleware it starts
 * the socket directly. Every request of a mounted protocol is treated as a handshake. Thread-safe.
 */
final class HandshakeRunner {
    private final AppContext context;

    HandshakeRunner(AppContext context) {
        this.context = context;
    }

    /** Takes over an unanswered handshake; on its loop. */
    void run(HttpExchange handshake, Request request, MiddlewareChain chain, SocketRunner runner) {
        if (chain.isEmpty()) {
            start(handshake, request, runner);
            return;
        }
        context.startThread(handshake.loop(), () -> {
            var admission = new LastStep();
            var response = decide(request, chain, admission);
            handshake.loop().execute(() -> {
                if (!handshake.isAnswered()) {
                    finish(handshake, response, admission, runner);
                }
            });
        });
    }

    private HttpResponse decide(Request request, MiddlewareChain chain, LastStep admission) {
        try {
            var response = chain.run(request, admission);
            if (response.isSwitchingProtocols() && admission.request == null) {
                throw new IllegalStateException("middleware must not answer 101 without calling next.proceed(request)");
            }
            if (response.stream().isPresent()) {
                response.stream().get().discard();
                throw new IllegalStateException(
                        "middleware must refuse a handshake with a complete response, got a stream");
            }
            return response;
        } catch (Throwable failure) {
            return FailureAnswer.answer(context, request, failure);
        }
    }

    private void finish(HttpExchange handshake, HttpResponse response, LastStep admission, SocketRunner runner) {
        var admitted = admission.request;
        if (!response.isSwitchingProtocols() || admitted == null) {
            handshake.respond(response);
            return;
        }
        start(handshake, admitted.withHandshakeHeaders(fields -> fields.withAll(response.headers())), runner);
    }

    private void start(HttpExchange handshake, Request request, SocketRunner runner) {
        try {
            runner.start(context, handshake, request);
        } catch (Throwable failure) {
            var answer = FailureAnswer.answer(context, request, failure);
            if (!handshake.isAnswered()) {
                handshake.respond(answer);
            }
        }
    }

    /** The last step: keeps the request as passed on by the innermost middleware. Confined to one thread at a time. */
    private static final class LastStep implements Next {
        private @Nullable Request request;

        @Override
        public HttpResponse proceed(Request given) {
            request = given;
            return HttpResponse.switchingProtocols();
        }
    }
}
