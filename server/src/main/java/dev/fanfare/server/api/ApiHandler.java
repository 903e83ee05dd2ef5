package dev.fanfare.server.api;

import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.core.transport.HttpHandler;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.protocol.centrifuge.json.JsonInput;
import dev.fanfare.protocol.centrifuge.json.JsonOutput;
import dev.fanfare.protocol.centrifuge.message.MalformedCommandException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** One method of the API over HTTP. Thread-safe. */
final class ApiHandler implements HttpHandler {
    private static final String JSON = "application/json";

    private final Supplier<ApiAccess> access;
    private final ServerApi.Method method;
    private final ApiTimings timings;

    ApiHandler(Supplier<ApiAccess> access, ServerApi.Method method, ApiTimings timings) {
        this.access = access;
        this.method = method;
        this.timings = timings;
    }

    @Override
    public void handle(HttpExchange exchange) {
        var request = exchange.request();
        if (!access.get().permits(request)) {
            timings.refused();
            exchange.respond(HttpResponse.text(401, "the API key is missing or wrong"));
        } else if (!request.method().equals("POST")) {
            exchange.respond(HttpResponse.text(405, "the API is called by POST").with("allow", "POST"));
        } else {
            try {
                answer(exchange, read(request.body().bytes()));
            } catch (MalformedCommandException malformed) {
                timings.refused();
                exchange.respond(HttpResponse.text(
                        400, "the body is no JSON object for this method: " + malformed.getMessage()));
            }
        }
    }

    private static ApiFields read(byte[] body) throws MalformedCommandException {
        if (!Payload.detect(body).isText()) {
            throw new MalformedCommandException("it is not UTF-8");
        }
        try (var in = new JsonInput(body)) {
            if (!in.next() || in.isNull()) {
                throw new MalformedCommandException("it is empty");
            }
            var fields = ApiFields.read(in);
            if (in.next()) {
                throw new MalformedCommandException("there is something behind it");
            }
            return fields;
        }
    }

    private void answer(HttpExchange exchange, ApiFields fields) {
        long begin = System.nanoTime();
        var answer = ApiReplies.asked(() -> method.call(fields));
        answer.whenComplete((result, failure) -> timings.answered(begin, failure == null));
        boolean byStatus = access.get().tellsByStatus(exchange.request());
        CompletionStage<HttpResponse> response = byStatus
                ? answer.thenApply(result -> response(200, result::answer))
                        .exceptionally(failure -> failed(ApiException.of(failure)))
                : ApiReplies.caught(answer).thenApply(result -> response(200, result));
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

    private static HttpResponse failed(ApiException error) {
        var out = new JsonOutput();
        ApiReplies.write(out, error);
        return HttpResponse.of(error.status(), JSON, out.toPayload().bytes());
    }

    private static HttpResponse response(int status, ApiResult content) {
        var out = new JsonOutput().beginObject();
        content.write(out);
        return HttpResponse.of(status, JSON, out.endObject().toPayload().bytes());
    }
}
