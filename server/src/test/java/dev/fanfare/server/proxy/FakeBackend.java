package dev.fanfare.server.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.fanfare.model.channel.Payload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A backend on a local port that sends the answers of the test, records requests, and can be slow. */
final class FakeBackend implements AutoCloseable {
    private static final Answer NOT_FOUND = new Answer(404, () -> Payload.text(""));

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private volatile CountDownLatch gate = new CountDownLatch(0);

    /** A request that the backend has received. */
    record Asked(String path, Headers headers, JsonNode body) {}

    private record Answer(int status, Supplier<Payload> body) {}

    FakeBackend() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Where it is, with a slash at the end. */
    String url() {
        return "http://" + authority() + "/";
    }

    String authority() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    void answers(String path, String json) {
        answers(path, 200, json.getBytes(UTF_8));
    }

    void answers(String path, int status, byte[] body) {
        answers.put(path, new Answer(status, () -> Payload.binary(body)));
    }

    /** Creates the response at each request, so that its times can be relative to the request. */
    void answers(String path, Supplier<String> json) {
        answers.put(path, new Answer(200, () -> Payload.text(json.get())));
    }

    /** Holds all responses until {@link #release}. */
    void hold() {
        gate = new CountDownLatch(1);
    }

    void release() {
        gate.countDown();
    }

    /** Waits for the next request and returns it. */
    Asked next() {
        try {
            var next = asked.poll(60, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("expected a request to the backend within 60 s, got none");
            }
            return next;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for a question", interrupted);
        }
    }

    /** Returns the number of requests that the test has not taken yet. */
    int waiting() {
        return asked.size();
    }

    /** How many were under way at once at most. */
    int most() {
        return most.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            var body = JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes());
            var answer = answers.getOrDefault(path, NOT_FOUND);
            asked.add(new Asked(path, exchange.getRequestHeaders(), body));
            gate.await();
            underWay.decrementAndGet();
            var bytes = answer.body().get().bytes();
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        release();
        server.stop(0);
        threads.shutdownNow();
    }
}
