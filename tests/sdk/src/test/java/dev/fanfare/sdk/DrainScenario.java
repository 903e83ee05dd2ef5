package dev.fanfare.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Drains one of two servers while clients read numbers that a backend publishes continuously. Immutable.
 *
 * @param duration duration of the drain
 * @param period interval between publications
 */
record DrainScenario(Duration duration, Duration period) {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** Maximum duration of the shutdown after the drain. */
    private static final Duration REST = Duration.ofMinutes(1);

    private static final int NUMBERS_BEFORE = 20;

    /** Creates readers that connect to the server that the load balancer selects. */
    @FunctionalInterface
    private interface ReaderFactory {
        Readers create(TwoServers servers, LoadBalancer balancer, HttpClient http, ScheduledExecutorService timers);
    }

    /** Fails if a client loses a number, receives one twice or does not get the disconnect code of a drain. */
    void losesNothing(int clients) {
        run((servers, balancer, http, timers) -> new PlainReaders(clients, balancer, http, timers));
    }

    /** The same with clients of the SDK. */
    void losesNothingOfSdks(int clients) {
        run((servers, balancer, http, timers) -> SdkReaders.start(clients, servers));
    }

    /** The same with both kinds of clients. */
    void losesNothing(int clients, int sdkClients) {
        run((servers, balancer, http, timers) -> new CombinedReaders(
                SdkReaders.start(sdkClients, servers), new PlainReaders(clients, balancer, http, timers)));
    }

    private void run(ReaderFactory readers) {
        try (var servers = new TwoServers(duration);
                var timers = Executors.newScheduledThreadPool(3);
                var http = HttpClient.newHttpClient()) {
            try {
                var balancer = new LoadBalancer(http, timers, servers.firstAddress(), servers.secondAddress());
                try (var made = readers.create(servers, balancer, http, timers)) {
                    drainsUnder(made, servers, new NumberPublisher(http, balancer::target), timers);
                }
                assertThat(Set.copyOf(balancer.refusals()))
                        .containsExactly("503 {\"ready\":false,\"reason\":\"draining\"}");
            } finally {
                timers.shutdownNow();
                http.shutdownNow();
            }
        }
    }

    private void drainsUnder(
            Readers readers, TwoServers servers, NumberPublisher publisher, ScheduledExecutorService timers) {
        readers.awaitSubscribed();
        publisher.start(timers, period);
        await().atMost(PATIENCE).until(() -> publisher.published() >= NUMBERS_BEFORE);
        drain(servers);
        readers.awaitReturned();
        long last = publisher.end();

        assertThat(publisher.failure()).isEmpty();
        readers.awaitLast(last);
    }

    private void drain(TwoServers servers) {
        long begin = System.nanoTime();
        servers.first().drain();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(duration.dividedBy(2), duration.plus(REST));
        assertThatThrownBy(() -> new Socket(
                                InetAddress.getLoopbackAddress(),
                                servers.firstAddress().getPort())
                        .close())
                .isInstanceOf(IOException.class);
    }
}
