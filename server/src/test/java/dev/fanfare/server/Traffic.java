package dev.fanfare.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.testkit.app.TestServer;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;

/** Continuous traffic of clients and a backend. Thread-safe. */
final class Traffic {
    private static final Executor THREADS =
            task -> Thread.ofVirtual().name("traffic").start(task);
    private static final int MOST_GUESTS = 100;

    private final TestServer server;
    private final List<String> tokens;
    private final List<String> keys;
    private final Queue<CompletableFuture<Void>> running = new ConcurrentLinkedQueue<>();
    private final Map<String, Queue<Integer>> accepted = new ConcurrentHashMap<>();
    private final Queue<TrafficClient> residents = new ConcurrentLinkedQueue<>();
    private final AtomicLong steps = new AtomicLong();
    private volatile boolean ended;

    /**
     * Traffic to a server that at any time takes one of these tokens and one of these keys.
     *
     * @param tokens for connections; the first is good at the beginning
     * @param keys of the API
     */
    Traffic(TestServer server, List<String> tokens, List<String> keys) {
        this.server = server;
        this.tokens = tokens;
        this.keys = keys;
    }

    /** A client that is let in, and subscribed to these. */
    TrafficClient resident(String... channels) {
        var client = new TrafficClient(server);
        assertThat(client.connect(tokens.getFirst())).isZero();
        for (var channel : channels) {
            assertThat(client.ask(command("subscribe", channel))).contains("\"subscribe\":{");
        }
        residents.add(client);
        return client;
    }

    /** A client publishes numbers. */
    void publish(String publisher, String channel) {
        var client = resident();
        repeat(number -> {
            assertThat(client.ask("{\"id\":3,\"publish\":" + publication(publisher, channel, number) + "}"))
                    .contains("\"publish\":{}");
            accept(publisher, channel, number);
        });
    }

    /** The backend publishes numbers, those that are accepted count. */
    void publishByApi(String publisher, String channel) {
        repeat(number -> {
            if (keys.stream().anyMatch(key -> isAccepted(publication(publisher, channel, number), key))) {
                accept(publisher, channel, number);
            }
        });
    }

    /** A client that subscribes and unsubscribes repeatedly. It may be rejected only where the test expects it. */
    void comeAndGo(String channel, boolean mayBeRefused) {
        var client = resident();
        repeat(number -> {
            var reply = client.ask(command("subscribe", channel));
            if (reply.contains("\"subscribe\":{")) {
                assertThat(client.ask(command("unsubscribe", channel))).contains("\"unsubscribe\":{}");
            } else {
                assertThat(mayBeRefused).as(reply).isTrue();
            }
        });
    }

    /** Clients connect with this token. Accepted clients subscribe to the channel, and some of them stay connected. */
    void arrive(String token, String channel) {
        repeat(number -> {
            var client = new TrafficClient(server);
            int refused = client.connect(token);
            if (refused != 0) {
                assertThat(refused).isEqualTo(3500);
                return;
            }
            assertThat(client.ask(command("subscribe", channel))).contains("\"subscribe\":{");
            if (residents.size() < MOST_GUESTS) {
                residents.add(client);
            } else {
                client.close();
            }
        });
    }

    /** How much has been done; no more when something has failed, which {@link #end} throws. */
    long steps() {
        return running.stream().anyMatch(CompletableFuture::isCompletedExceptionally) ? Long.MAX_VALUE : steps.get();
    }

    /** Ends all; returns the numbers that were accepted, of each publisher in each channel. */
    Map<String, List<Integer>> end() {
        ended = true;
        running.forEach(CompletableFuture::join);
        var all = new ConcurrentHashMap<String, List<Integer>>();
        accepted.forEach((source, numbers) -> all.put(source, List.copyOf(numbers)));
        return all;
    }

    /** Fails when one of those that were in is not any more; returns how many there are. */
    int assertAllAreIn() {
        residents.forEach(client ->
                assertThat(client.ask(command("unsubscribe", "steady:none"))).contains("\"unsubscribe\":{}"));
        return residents.size();
    }

    /** True when the backend may publish this with the key. */
    boolean isAccepted(String publication, String key) {
        var answer = server.post("/api/publish", publication, "X-API-Key: " + key);
        assertThat(answer.status()).isIn(200, 401);
        return answer.text().startsWith("{\"result\":");
    }

    private void accept(String publisher, String channel, int number) {
        accepted.computeIfAbsent(publisher + " in " + channel, source -> new ConcurrentLinkedQueue<>())
                .add(number);
    }

    private void repeat(IntConsumer step) {
        running.add(CompletableFuture.runAsync(
                () -> {
                    for (int number = 1; !ended; number++) {
                        step.accept(number);
                        steps.incrementAndGet();
                    }
                },
                THREADS));
    }

    private static String publication(String publisher, String channel, int number) {
        return "{\"channel\":\"" + channel + "\",\"data\":{\"by\":\"" + publisher + "\",\"number\":" + number + "}}";
    }

    private static String command(String name, String channel) {
        return "{\"id\":2,\"" + name + "\":{\"channel\":\"" + channel + "\"}}";
    }
}
