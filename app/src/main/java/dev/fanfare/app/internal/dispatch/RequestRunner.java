package dev.fanfare.app.internal.dispatch;

import dev.fanfare.app.Next;
import dev.fanfare.app.Request;
import dev.fanfare.app.RequestHandler;
import dev.fanfare.app.internal.channel.AppContext;
import dev.fanfare.app.internal.http.ChannelEvents;
import dev.fanfare.app.internal.http.StreamContent;
import dev.fanfare.app.internal.route.OriginRule;
import dev.fanfare.app.internal.socket.FailureAnswer;
import dev.fanfare.app.internal.stream.StreamSender;
import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.model.http.StreamedBody;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs middleware and handler of an HTTP request on one virtual thread. Thread-safe. */
final class RequestRunner {
    private static final Logger LOG = LoggerFactory.getLogger(RequestRunner.class);

    private final AppContext context;
    private final OriginRule origins;
    private final StreamSender streams;

    RequestRunner(AppContext context, OriginRule origins) {
        this.context = context;
        this.origins = origins;
        this.streams = new StreamSender(context);
    }

    /** Takes over an unanswered exchange. */
    void run(HttpExchange exchange, Request request, MiddlewareChain chain, RequestHandler handler) {
        context.startThread(exchange.loop(), () -> {
            var last = new LastStep(request, handler);
            var response = respond(request, chain, last);
            last.unsent(response).ifPresent(body -> StreamSender.discard(context, request, body));
            try {
                exchange.loop().execute(() -> send(exchange, last.request, chain, response));
            } catch (RejectedExecutionException closed) {
                LOG.debug("no response for {}: the application is closed", request.route());
                discard(request, response);
            }
        });
    }

    private HttpResponse respond(Request request, MiddlewareChain chain, LastStep last) {
        try {
            var response = chain.run(request, last);
            if (response.isSwitchingProtocols()) {
                throw new IllegalStateException("a handler must not answer an HTTP request with 101");
            }
            return response;
        } catch (Throwable failure) {
            return FailureAnswer.answer(context, request, failure);
        }
    }

    private void send(HttpExchange exchange, Request request, MiddlewareChain chain, HttpResponse response) {
        if (exchange.isAnswered()) {
            discard(request, response);
            return;
        }
        switch (response.stream().orElse(null)) {
            case null -> exchange.respond(response);
            case ChannelEvents events -> sendEvents(exchange, request, chain, response, events);
            case StreamContent content -> streams.start(exchange, request, response, content);
            case StreamedBody foreign -> {
                var failure = new IllegalStateException(
                        "a streamed body must come from StreamResponse, got " + foreign.getClass());
                exchange.respond(FailureAnswer.answer(context, request, failure));
            }
        }
    }

    /** The publications of a channel are as protected as over a WebSocket: only pages of permitted origins receive them. */
    private void sendEvents(
            HttpExchange exchange,
            Request request,
            MiddlewareChain chain,
            HttpResponse response,
            ChannelEvents events) {
        if (chain.checksOrigin(request) || origins.permits(request.http())) {
            var shared = response.withAll(origins.sharing(request.http(), response.headers()));
            streams.start(exchange, request, shared, events);
        } else {
            Dispatcher.rejectOrigin(exchange);
        }
    }

    private void discard(Request request, HttpResponse response) {
        response.stream().ifPresent(body -> StreamSender.discard(context, request, body));
    }

    /** The handler: keeps its request, as passed on by the innermost middleware, and its stream. Confined to one thread at a time. */
    private static final class LastStep implements Next {
        private final RequestHandler handler;
        private Request request;
        private @Nullable StreamedBody stream;

        LastStep(Request request, RequestHandler handler) {
            this.request = request;
            this.handler = handler;
        }

        @Override
        public HttpResponse proceed(Request given) throws Exception {
            request = given;
            var response = handler.handle(given);
            // A handler may return null, which the chain reports.
            stream = response == null ? null : response.stream().orElse(null);
            return response;
        }

        /** Returns the stream of the handler unless it is the body of the final response. */
        Optional<StreamedBody> unsent(HttpResponse response) {
            return Optional.ofNullable(stream)
                    .filter(created -> response.stream().filter(created::equals).isEmpty());
        }
    }
}
