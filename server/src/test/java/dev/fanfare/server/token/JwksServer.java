package dev.fanfare.server.token;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Serves key sets on a local port, and can delay or fail responses. */
final class JwksServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final Map<String, String> bodies = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile int failure = 500;

    JwksServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    void serve(String path, JWK... keys) {
        serve(path, new JWKSet(List.of(keys)).toString(true));
    }

    void serve(String path, String body) {
        bodies.put(path, body);
    }

    /** Responds to the next requests with this status. */
    void fail(int times, int status) {
        failure = status;
        failures.set(times);
    }

    /** Delays all responses until {@link #release}. */
    void hold() {
        gate = new CountDownLatch(1);
    }

    void release() {
        gate.countDown();
    }

    int requests() {
        return requests.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        try (exchange) {
            gate.await();
            var body = bodies.get(exchange.getRequestURI().getPath());
            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                exchange.getResponseHeaders().add("Location", "/elsewhere");
                exchange.sendResponseHeaders(failure, -1);
            } else if (body == null) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                send(exchange, body.getBytes(StandardCharsets.UTF_8));
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    /** Begins an empty body and never ends it. */
    private void send(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        exchange.sendResponseHeaders(200, body.length == 0 ? 10 : body.length);
        exchange.getResponseBody().write(body);
        if (body.length == 0) {
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            closed.await();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        gate.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
