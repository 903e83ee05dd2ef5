package dev.fanfare.app;

import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.model.http.HttpResponse;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers HTTP requests: middleware and handler on one virtual thread. Thread-safe. */
final class RequestRunner {
    private static final Logger LOG = LoggerFactory.getLogger(RequestRunner.class);

    private final SocketContext context;

    RequestRunner(SocketContext context) {
        this.context = context;
    }

    /** Takes over an exchange that waits for its answer. */
    void run(HttpExchange exchange, Request request, MiddlewareChain chain, RequestHandler handler) {
        context.threads().start(() -> {
            var response = respond(request, chain, handler);
            try {
                exchange.loop().execute(() -> {
                    if (!exchange.isAnswered()) {
                        exchange.respond(response);
                    }
                });
            } catch (RejectedExecutionException closed) {
                LOG.debug("the application was closed before {} was answered", request.route());
            }
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
