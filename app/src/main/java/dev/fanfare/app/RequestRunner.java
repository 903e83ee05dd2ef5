package dev.fanfare.app;

import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.core.transport.HttpResponse;

/** Answers HTTP requests: middleware and handler on one virtual thread. Thread-safe. */
final class RequestRunner {
    private final SocketContext context;

    RequestRunner(SocketContext context) {
        this.context = context;
    }

    /** Takes over an exchange that waits for its answer. */
    void run(HttpExchange exchange, Request request, MiddlewareChain chain, RequestHandler handler) {
        context.threads().start(() -> {
            var response = respond(request, chain, handler);
            exchange.loop().execute(() -> {
                if (!exchange.isAnswered()) {
                    exchange.respond(response);
                }
            });
        });
    }

    private HttpResponse respond(Request request, MiddlewareChain chain, RequestHandler handler) {
        try {
            var response = chain.run(request, handler::handle);
            if (response.isSwitchingProtocols()) {
                throw new IllegalStateException("101 is no answer to an ordinary request");
            }
            return response;
        } catch (Throwable failure) {
            return context.answer(request, failure);
        }
    }
}
