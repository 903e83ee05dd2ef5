package dev.fanfare.server.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A backend on a free local port with configurable responses. Thread-safe. */
final class BackendServer implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final byte[] DRIP = "drip".getBytes(UTF_8);

    /** The response to one call. */
    interface Reaction {
        void react(HttpExchange exchange) throws IOException, InterruptedException;
    }

    /** A received call. */
    record Call(
            String body,
            @Nullable String signature,
            @Nullable String authorization,
            @Nullable String query,
            long nanoTime) {
        JsonNode json() {
            return JSON.readTree(body);
        }

        /** True if the signature is the HMAC of the body with this secret. */
        boolean isSignedWith(String secret) {
            try {
                var mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
                return ("sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(UTF_8)))).equals(signature);
            } catch (GeneralSecurityException missing) {
                throw new AssertionError(missing);
            }
        }

        List<String> ids() {
            var ids = new ArrayList<String>();
            json().get("events").forEach(event -> ids.add(event.get("id").asString()));
            return ids;
        }
    }

    private final HttpServer server;
    private final Queue<Reaction> reactions = new ConcurrentLinkedQueue<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final List<Call> taken = new CopyOnWriteArrayList<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostUnderWay = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);

    BackendServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/hook", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    /** Responds to the next calls in this way, and to later ones with 200. */
    BackendServer then(Reaction... next) {
        reactions.addAll(Arrays.asList(next));
        return this;
    }

    static Reaction status(int status) {
        return exchange -> exchange.sendResponseHeaders(status, -1);
    }

    static Reaction retryAfter(int status, String value) {
        return exchange -> {
            exchange.getResponseHeaders().set("Retry-After", value);
            exchange.sendResponseHeaders(status, -1);
        };
    }

    /** Closes the connection without a response. */
    static Reaction gone() {
        return exchange -> {
            throw new IOException("planted");
        };
    }

    /** Responds when the latch is open. */
    static Reaction after(CountDownLatch latch) {
        return exchange -> {
            latch.await();
            exchange.sendResponseHeaders(200, -1);
        };
    }

    /** Never responds. */
    Reaction silence() {
        return exchange -> closed.await();
    }

    /** Responds with 200 and an endless body. */
    Reaction drip() {
        return exchange -> {
            exchange.sendResponseHeaders(200, 1_000_000);
            exchange.getResponseBody().write(DRIP);
            exchange.getResponseBody().flush();
            closed.await();
        };
    }

    List<Call> calls() {
        return List.copyOf(calls);
    }

    /** The events of all calls with the response 200. */
    List<JsonNode> takenEvents() {
        var events = new ArrayList<JsonNode>();
        taken.forEach(call -> call.json().get("events").forEach(events::add));
        return events;
    }

    /** The ids of these events. */
    List<String> takenIds() {
        return takenEvents().stream().map(event -> event.get("id").asString()).toList();
    }

    int mostUnderWay() {
        return mostUnderWay.get();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
        try (exchange) {
            var call = call(exchange);
            calls.add(call);
            var reaction = reactions.poll();
            underWay.decrementAndGet(); // before the response, because the next call may follow it immediately
            if (reaction == null) {
                taken.add(call);
                exchange.sendResponseHeaders(200, -1);
            } else {
                reaction.react(exchange);
                if (exchange.getResponseCode() == 200) {
                    taken.add(call);
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static Call call(HttpExchange exchange) throws IOException {
        var headers = exchange.getRequestHeaders();
        return new Call(
                new String(exchange.getRequestBody().readAllBytes(), UTF_8),
                headers.getFirst("X-Fanfare-Signature"),
                headers.getFirst("Authorization"),
                exchange.getRequestURI().getRawQuery(),
                System.nanoTime());
    }
}
