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
 * One of two servers drains while clients read numbers, which a backend publishes all the time. Immutable.
 *
 * @param duration in which the clients are told to go
 * @param period of the publications
 */
record Drain(Duration duration, Duration period) {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** What ending takes beside telling the clients. */
    private static final Duration REST = Duration.ofSeconds(15);

    private static final int NUMBERS_BEFORE = 20;

    /** Makes readers which go where the balancer says. */
    @FunctionalInterface
    private interface Making {
        Readers make(TwoServers servers, Balancer balancer, HttpClient http, ScheduledExecutorService timers);
    }

    /** Fails when one of so many clients misses a number, gets one twice or is not told to come back. */
    void losesNothing(int clients) {
        run((servers, balancer, http, timers) -> new PlainReaders(clients, balancer, http, timers));
    }

    /** As that, with clients of the SDK. */
    void losesNothingOfSdks(int clients) {
        run((servers, balancer, http, timers) -> SdkReaders.start(clients, servers));
    }

    /** As that, with both. */
    void losesNothing(int clients, int sdkClients) {
        run((servers, balancer, http, timers) -> new BothReaders(
                SdkReaders.start(sdkClients, servers), new PlainReaders(clients, balancer, http, timers)));
    }

    private void run(Making readers) {
        try (var servers = new TwoServers(duration);
                var timers = Executors.newScheduledThreadPool(3);
                var http = HttpClient.newHttpClient()) {
            try {
                var balancer = new Balancer(http, timers, servers.firstAddress(), servers.secondAddress());
                try (var made = readers.make(servers, balancer, http, timers)) {
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
