package dev.fanfare.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Readers in this process, without an SDK. Confined to the thread of the test. */
final class PlainReaders implements Readers {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final List<ReturningClient> clients;

    /** Starts the given number of clients. */
    PlainReaders(int count, LoadBalancer balancer, HttpClient http, ScheduledExecutorService timers) {
        clients = IntStream.range(0, count)
                .mapToObj(number ->
                        new ReturningClient(http, timers, () -> webSocket(balancer.target()), TwoServers.CHANNEL))
                .toList();
        clients.forEach(ReturningClient::connect);
    }

    @Override
    public void awaitSubscribed() {
        awaitAll(client -> client.subscribed() == 1);
    }

    @Override
    public void awaitReturned() {
        awaitAll(client -> client.subscribed() == 2);
    }

    @Override
    public void awaitLast(long number) {
        awaitAll(client -> client.number() == number);
        // More than one disconnect if a client reconnected before the load balancer had switched.
        assertThat(clients.stream().flatMap(client -> client.ends().stream())).containsOnly(3001);
    }

    private void awaitAll(Predicate<ReturningClient> holds) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(clients.stream().filter(holds).count()).isEqualTo(clients.size()));
        assertThat(clients.stream().flatMap(client -> client.wrong().stream())).isEmpty();
    }

    private static URI webSocket(URI server) {
        return URI.create("ws" + server.toString().substring("http".length()) + "/connection/websocket");
    }

    /** The connections close with the HTTP client. */
    @Override
    public void close() {}
}
