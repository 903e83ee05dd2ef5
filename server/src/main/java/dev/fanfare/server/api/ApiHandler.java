package dev.fanfare.server.api;

import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.core.transport.HttpHandler;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.server.api.ApiResult.ApiReply;
import dev.fanfare.server.json.InvalidFieldException;
import dev.fanfare.server.json.JsonBinding;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** One method of the API over HTTP. Thread-safe. */
final class ApiHandler implements HttpHandler {
    private static final String JSON = "application/json";

    private final Supplier<ApiAccess> access;
    private final ApiMethod<?> method;
    private final ApiTimings timings;

    ApiHandler(Supplier<ApiAccess> access, ApiMethod<?> method, ApiTimings timings) {
        this.access = access;
        this.method = method;
        this.timings = timings;
    }

    @Override
    public void handle(HttpExchange exchange) {
        var request = exchange.request();
        if (!access.get().permits(request)) {
            timings.refused();
            exchange.respond(ApiAccess.UNAUTHORIZED);
            return;
        }
        exchange.memory().authenticate();
        if (!request.method().equals("POST")) {
            exchange.respond(HttpResponse.text(405, "API methods require POST").with("allow", "POST"));
        } else {
            exchange.readBody(exchange.maxBodyBytes(), body -> answer(exchange, body));
        }
    }

    private void answer(HttpExchange exchange, byte[] body) {
        ApiRequest request;
        try {
            request = JsonBinding.read(body, method.type());
        } catch (InvalidFieldException invalid) {
            timings.refused();
            exchange.respond(HttpResponse.text(400, "invalid request body: " + invalid.message()));
            return;
        }
        answer(exchange, request);
    }

    private void answer(HttpExchange exchange, ApiRequest request) {
        long begin = System.nanoTime();
        var result = ApiReply.stage(() -> method.call(request));
        result.whenComplete((done, failure) -> timings.answered(begin, failure == null));
        CompletionStage<HttpResponse> response = access.get().sendsStatus(exchange.request())
                ? result.thenApply(done -> response(200, new ApiReply(done, null).body()))
                        .exceptionally(failure -> failed(ApiException.of(failure)))
                : ApiReply.of(() -> result).thenApply(reply -> response(200, reply.body()));
        response.whenComplete((given, bug) -> {
            if (exchange.loop().inEventLoop()) {
                respond(exchange, given);
            } else {
                exchange.loop().execute(() -> respond(exchange, given));
            }
        });
    }

    private static void respond(HttpExchange exchange, HttpResponse response) {
        if (!exchange.isAnswered()) {
            exchange.respond(response);
        }
    }

    private static HttpResponse failed(ApiException failure) {
        return response(failure.status(), failure.error());
    }

    private static HttpResponse response(int status, Object body) {
        return HttpResponse.of(status, JSON, JsonBinding.write(body));
    }
}
