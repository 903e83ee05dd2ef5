package dev.fanfare.app;

import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.model.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * Leads a handshake through its middleware, on a virtual thread, and then to its handler, on the event loop. Without
 * middleware there is no thread and no detour. Thread-safe.
 */
final class HandshakeRunner {
    private final SocketContext context;

    HandshakeRunner(SocketContext context) {
        this.context = context;
    }

    /** Takes over a handshake that waits for its answer; on its loop. */
    void run(HttpExchange handshake, Request request, MiddlewareChain chain, SocketRunner runner) {
        if (chain.isEmpty()) {
            start(handshake, request, runner);
            return;
        }
        context.threads().start(() -> {
            var admission = new Admission();
            var response = decide(request, chain, admission);
            handshake.loop().execute(() -> {
                if (!handshake.isAnswered()) {
                    finish(handshake, response, admission, runner);
                }
            });
        });
    }

    private HttpResponse decide(Request request, MiddlewareChain chain, Admission admission) {
        try {
            var response = chain.run(request, admission);
            if (response.isSwitchingProtocols() && admission.request == null) {
                throw new IllegalStateException("middleware answered 101 without what is behind it");
            }
            return response;
        } catch (Throwable failure) {
            return context.answer(request, failure);
        }
    }

    private void finish(HttpExchange handshake, HttpResponse response, Admission admission, SocketRunner runner) {
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
            var answer = context.answer(request, failure);
            if (!handshake.isAnswered()) {
                handshake.respond(answer);
            }
        }
    }

    /** The end of the chain: remembers the request as the last middleware passed it on. Confined to one thread at a time. */
    private static final class Admission implements Next {
        private @Nullable Request request;

        @Override
        public HttpResponse proceed(Request given) {
            request = given;
            return HttpResponse.switchingProtocols();
        }
    }
}
