package dev.fanfare.server.admin;

import dev.fanfare.core.concurrent.FailureCause;
import dev.fanfare.core.limit.ClientAddress;
import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.core.transport.HttpHandler;
import dev.fanfare.core.transport.ServerSentEvents;
import dev.fanfare.core.transport.StreamFormat;
import dev.fanfare.model.access.ErrorReplyException;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.server.json.InvalidFieldException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routes of the API of the admin page. Every route checks the operator first. Thread-safe after the start. */
public final class AdminRoutes {
    /** Prefix of the paths. */
    public static final String PREFIX = "/admin/api/";

    static final int MAX_STREAMS = 64;

    private static final Logger LOG = LoggerFactory.getLogger(AdminRoutes.class);
    private static final int MAX_CALLS = 32;
    private static final int MAX_BODY = 256 * 1024;
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final AdminGate gate;
    private final AdminAudit audit;
    private final Semaphore calls = new Semaphore(MAX_CALLS);
    private final Set<AdminStream> streams = ConcurrentHashMap.newKeySet();
    private final Map<String, HttpHandler> handlers = new LinkedHashMap<>();

    AdminRoutes(AdminGate gate, AdminAudit audit) {
        this.gate = gate;
        this.audit = audit;
    }

    /** Adds a route that reads. */
    public void get(String name, AdminCall call) {
        handlers.put(PREFIX + name, exchange -> {
            if (permits(exchange, "GET")) {
                authorized(exchange, false, operator -> run(exchange, operator, new byte[0], call));
            }
        });
    }

    /** Adds a route that changes something: POST with a JSON object. Its calls are recorded in the audit log. */
    public void post(String name, AdminCall call) {
        handlers.put(PREFIX + name, exchange -> {
            if (permits(exchange, "POST") && isJson(exchange)) {
                authorized(
                        exchange,
                        true,
                        operator -> exchange.readBody(MAX_BODY, body -> run(exchange, operator, body, call)));
            }
        });
    }

    /** Adds a route with a stream of events. */
    public void stream(String name, AdminStream.Opener opener) {
        handlers.put(PREFIX + name, exchange -> {
            if (permits(exchange, "GET")) {
                open(exchange, opener);
            }
        });
    }

    /** Records an action of an operator in the audit log. */
    public void audit(AdminRequest request, String action, String target, String result) {
        audit.record(request.operator(), request.address(), action, target, result);
    }

    /** Adds a route for everybody, which reads a body of JSON. */
    void open(String name, java.util.function.BiFunction<HttpExchange, byte[], HttpResponse> answer) {
        handlers.put(PREFIX + name, exchange -> {
            var refused = gate.refuseSite(exchange.request(), true);
            if (refused.isPresent()) {
                exchange.respond(refused.get());
            } else if (permits(exchange, "POST") && isJson(exchange)) {
                exchange.readBody(MAX_BODY, body -> exchange.respond(answered(() -> answer.apply(exchange, body))));
            }
        });
    }

    Map<String, HttpHandler> handlers() {
        return handlers;
    }

    /** Ends all streams, which would otherwise delay the end of the server. */
    void close() {
        streams.forEach(stream -> stream.close(DisconnectReason.SHUTDOWN));
    }

    /** Continues with an authorized request. */
    @FunctionalInterface
    private interface Step {
        void run(String operator);
    }

    private void authorized(HttpExchange exchange, boolean changes, Step next) {
        var decision = gate.decide(exchange, changes);
        if (decision.operator() == null) {
            exchange.respond(Objects.requireNonNull(decision.refusal()));
            return;
        }
        exchange.memory().authenticate();
        next.run(decision.operator());
    }

    private void run(HttpExchange exchange, String operator, byte[] body, AdminCall call) {
        if (!calls.tryAcquire()) {
            exchange.respond(AdminHeaders.error(503, "too many requests are in progress; retry later")
                    .with("retry-after", "1"));
            return;
        }
        Thread.ofVirtual().name("fanfare-admin").start(() -> {
            HttpResponse response;
            try {
                response = answered(() -> AdminHeaders.json(200, call.answer(request(exchange, operator, body))));
            } finally {
                calls.release();
            }
            exchange.loop().execute(() -> {
                if (!exchange.isAnswered()) {
                    exchange.respond(response);
                }
            });
        });
    }

    private void open(HttpExchange exchange, AdminStream.Opener opener) {
        var decision = gate.decide(exchange, false);
        var operator = decision.operator();
        if (operator == null) {
            exchange.respond(Objects.requireNonNull(decision.refusal()));
            return;
        }
        if (streams.size() >= MAX_STREAMS) {
            exchange.respond(AdminHeaders.error(503, "too many streams are open; close another page first"));
            return;
        }
        exchange.memory().authenticate();
        AdminRequest request;
        try {
            request = request(exchange, operator, new byte[0]);
        } catch (AdminException invalid) {
            exchange.respond(AdminHeaders.error(invalid.status(), Objects.requireNonNull(invalid.getMessage())));
            return;
        }
        var head = HttpResponse.of(
                200, AdminHeaders.SECURE.with("content-type", "text/event-stream"), ServerSentEvents.retry(RETRY));
        exchange.stream(head, StreamFormat.of(ServerSentEvents.FRAMING), connection -> {
            var holder = new StreamEnd();
            var stream = new AdminStream(connection, decision.valid(), holder);
            holder.remove = () -> streams.remove(stream);
            streams.add(stream);
            connection.loop().execute(() -> {
                if (!stream.isClosed()) {
                    holder.opened = opener.open(request, stream);
                }
            });
            return stream;
        });
    }

    /** What happens at the end of a stream. Confined to its event loop. */
    private static final class StreamEnd implements Runnable {
        private Runnable remove = () -> {};
        private Runnable opened = () -> {};

        @Override
        public void run() {
            remove.run();
            opened.run();
        }
    }

    private static AdminRequest request(HttpExchange exchange, String operator, byte[] body) {
        var request = exchange.request();
        return new AdminRequest(
                operator,
                ClientAddress.of(request.remoteAddress()),
                AdminRequest.parameters(request.query()),
                Payload.binary(body));
    }

    private static HttpResponse answered(java.util.function.Supplier<HttpResponse> call) {
        try {
            return call.get();
        } catch (RuntimeException failure) {
            return failed(FailureCause.of(failure));
        }
    }

    private static HttpResponse failed(Throwable failure) {
        return switch (failure) {
            case AdminException refused -> AdminHeaders.error(refused.status(), String.valueOf(refused.getMessage()));
            case InvalidFieldException invalid -> AdminHeaders.error(400, invalid.message());
            case ErrorReplyException refused -> AdminHeaders.error(400, refused.message());
            case EngineException unavailable -> AdminHeaders.error(503, String.valueOf(unavailable.getMessage()));
            default -> {
                LOG.error("a request of the admin page failed", failure);
                yield AdminHeaders.error(500, "internal error; see the log of the node");
            }
        };
    }

    private static boolean permits(HttpExchange exchange, String method) {
        boolean permitted = exchange.request().method().equals(method);
        if (!permitted) {
            exchange.respond(
                    AdminHeaders.error(405, "this path requires " + method).with("allow", method));
        }
        return permitted;
    }

    /** Other content types can be sent by forms of other sites. */
    private static boolean isJson(HttpExchange exchange) {
        boolean isJson = exchange.request()
                .headers()
                .first("content-type")
                .filter(type -> type.strip().toLowerCase(java.util.Locale.ROOT).startsWith("application/json"))
                .isPresent();
        if (!isJson) {
            exchange.respond(AdminHeaders.error(415, "the content type must be application/json"));
        }
        return isJson;
    }
}
