package dev.fanfare.app.internal.dispatch;

import dev.fanfare.app.Request;
import dev.fanfare.app.RequestHandler;
import dev.fanfare.app.internal.channel.AppContext;
import dev.fanfare.app.internal.socket.FailureAnswer;
import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.model.http.HttpResponse;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs middleware and handler of an HTTP request on one virtual thread. Thread-safe. */
final class RequestRunner {
    private static final Logger LOG = LoggerFactory.getLogger(RequestRunner.class);

    private final AppContext context;

    RequestRunner(AppContext context) {
        this.context = context;
    }

    /** Takes over an unanswered exchange. */
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
                LOG.debug("no response for {}: the application is closed", request.route());
            }
        });
    }

    private HttpResponse respond(Request request, MiddlewareChain chain, RequestHandler handler) {
        try {
            var response = chain.run(request, handler::handle);
            if (response.isSwitchingProtocols()) {
                throw new IllegalStateException("a handler must not answer an HTTP request with 101");
            }
            return response;
        } catch (Throwable failure) {
            return FailureAnswer.answer(context, request, failure);
        }
    }
}
