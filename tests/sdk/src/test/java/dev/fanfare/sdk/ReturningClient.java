package dev.fanfare.sdk;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client that reconnects after each disconnect and recovers its channel, as SDKs do. The channel contains consecutive
 * numbers. Thread-safe.
 */
final class ReturningClient implements WebSocket.Listener {
    private static final int FIRST_DELAY_MILLIS = 100;
    private static final int MAX_DELAY_DOUBLINGS = 4;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http;
    private final ScheduledExecutorService timers;
    private final Supplier<URI> where;
    private final String channel;
    private final StringBuilder text = new StringBuilder();
    private final Queue<Integer> ends = new ConcurrentLinkedQueue<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicInteger subscribed = new AtomicInteger();
    private volatile long number;
    private @Nullable String epoch;
    private long offset;
    private int attempts;

    /** A client that is not connected yet. */
    ReturningClient(HttpClient http, ScheduledExecutorService timers, Supplier<URI> where, String channel) {
        this.http = http;
        this.timers = timers;
        this.where = where;
        this.channel = channel;
    }

    void connect() {
        http.newWebSocketBuilder().buildAsync(where.get(), this).whenComplete((socket, failure) -> {
            if (failure != null) {
                comeBack();
            }
        });
    }

    /** The number of subscribe replies. */
    int subscribed() {
        return subscribed.get();
    }

    /** The last received number. */
    long number() {
        return number;
    }

    /** The close codes of its connections. */
    List<Integer> ends() {
        return List.copyOf(ends);
    }

    /** Numbers out of order, failed recoveries and errors. */
    List<String> wrong() {
        return List.copyOf(wrong);
    }

    @Override
    public void onOpen(WebSocket socket) {
        text.setLength(0);
        var since = epoch == null ? "" : ",\"recover\":true,\"epoch\":\"" + epoch + "\",\"offset\":" + offset;
        socket.sendText(
                "{\"id\":1,\"connect\":{}}\n{\"id\":2,\"subscribe\":{\"channel\":\"" + channel + "\"" + since + "}}",
                true);
        socket.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
        text.append(part);
        if (last) {
            text.toString().lines().forEach(line -> take(socket, line));
            text.setLength(0);
        }
        socket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        end(code);
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable failure) {
        end(1006);
    }

    private void end(int code) {
        ends.add(code);
        comeBack();
    }

    /** Schedules a reconnect with a random, growing delay. */
    private void comeBack() {
        int most = FIRST_DELAY_MILLIS << Math.min(attempts++, MAX_DELAY_DOUBLINGS);
        if (!timers.isShutdown()) {
            timers.schedule(this::connect, ThreadLocalRandom.current().nextInt(most), TimeUnit.MILLISECONDS);
        }
    }

    private void take(WebSocket socket, String line) {
        if (line.equals("{}")) {
            socket.sendText(line, true);
            return;
        }
        var message = JSON.readTree(line);
        if (message.has("subscribe")) {
            onSubscribed(message.get("subscribe"));
        } else if (message.at("/push/pub").isObject()) {
            onPublication(message.at("/push/pub"));
        } else if (!message.has("connect")) {
            wrong.add(line);
        }
    }

    private void onSubscribed(JsonNode reply) {
        if (epoch == null) {
            offset = reply.path("offset").asLong(0);
        } else if (!reply.path("recovered").asBoolean(false)) {
            wrong.add("not recovered: " + reply);
        }
        epoch = reply.path("epoch").asString();
        reply.path("publications").forEach(this::onPublication);
        attempts = 0;
        subscribed.incrementAndGet();
    }

    private void onPublication(JsonNode publication) {
        long next = publication.at("/data/number").asLong();
        if (next != number + 1) {
            wrong.add(next + " after " + number);
        }
        number = next;
        offset = publication.get("offset").asLong();
    }
}
