package dev.fanfare.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fanfare.core.transport.Connection;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.core.transport.HttpHandler;
import dev.fanfare.core.transport.MessagePart;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.testkit.client.RawSocket;
import dev.fanfare.testkit.client.RawWebSocket;
import dev.fanfare.testkit.client.TestCertificate;
import dev.fanfare.transport.netty.tls.TlsProvider;
import dev.fanfare.transport.netty.tls.TlsSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Shared batches over TLS, clients that do not read, and changed certificates. */
class TlsFanOutTest {
    private static final int SUBSCRIBERS = 50;
    private static final int BUFFER_BYTES = 64 * 1024;
    /** Sizes below and above that of a TLS record, so that records contain parts of one batch and of several. */
    private static final int[] SIZES = {1, 100, 20_000, 0, 1_000, 3};

    @TempDir
    @Nullable
    static Path directory;

    private static @Nullable TestCertificate certificate;

    @BeforeAll
    static void makeCertificate() {
        certificate = TestCertificate.create(Objects.requireNonNull(directory));
    }

    @ParameterizedTest
    @EnumSource
    void batches_shared_arriveCompleteAndInOrder(TlsProvider provider) {
        assumeTrue(provider.isAvailable());
        var connections = new CopyOnWriteArrayList<Connection>();
        HttpHandler handler = exchange -> TestServer.upgrade(exchange, new RecordingListener() {
            @Override
            protected void opened(Connection opened) {
                super.opened(opened);
                connections.add(opened);
            }
        });
        var clients = new ArrayList<RawWebSocket>();
        try (var server = TestServer.start(
                TestServer.settings(TestServer.PATIENT, TestServer.PATIENT).withTls(settings(provider)), handler)) {
            var trusting = certificate().clientContext();
            for (int i = 0; i < SUBSCRIBERS; i++) {
                clients.add(connect(server, trusting));
            }
            broadcast(connections, List.of(0));
            broadcast(connections, List.of(1, 2));
            broadcast(connections, List.of(3, 4, 5));

            for (var client : clients) {
                for (int i = 0; i < SIZES.length; i++) {
                    assertThat(client.receiveBinary()).isEqualTo(message(i).bytes());
                }
            }
        } finally {
            clients.forEach(RawWebSocket::close);
        }
    }

    @ParameterizedTest
    @EnumSource
    void sharedPart_arrivesComplete(TlsProvider provider) {
        assumeTrue(provider.isAvailable());
        var part = MessagePart.shared(new byte[300_000]);
        var listener = new RecordingListener();
        try (var server = TestServer.start(
                        TestServer.settings(TestServer.PATIENT, TestServer.PATIENT)
                                .withTls(settings(provider)),
                        TestServer.upgradingTo(listener));
                var client = connect(server, certificate().clientContext())) {
            listener.send(MessagePart.own(new byte[] {1}), part, MessagePart.own(new byte[] {2}), part);

            assertThat(client.receiveBinary()).hasSize(600_002).startsWith(1, 0).endsWith(0, 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void connection_peerStopsReading_isNotWritableUntilItContinues(TlsProvider provider) {
        assumeTrue(provider.isAvailable());
        var listener = new RecordingListener();
        try (var server = TestServer.start(
                        TestServer.settings(TestServer.PATIENT, TestServer.PATIENT)
                                .withTls(settings(provider)),
                        TestServer.upgradingTo(listener));
                var client = RawWebSocket.open(
                        RawSocket.connect(server.address(), certificate().clientContext(), 4096), "/")) {
            int sent = listener.fill(TlsFanOutTest::numbered);
            int before = listener.timesWritable();

            for (int i = 0; i < sent; i++) {
                assertThat(client.receiveBinary()).isEqualTo(numbered(i).bytes());
            }

            await().untilAsserted(() -> assertThat(listener.timesWritable()).isEqualTo(before + 1));
            assertThat(listener.onLoop(Connection::isWritable)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void connection_peerNeverReads_isClosed(TlsProvider provider) {
        assumeTrue(provider.isAvailable());
        var listener = new RecordingListener();
        try (var server = TestServer.start(
                        TestServer.settings(TestServer.PATIENT, TestServer.SHORT)
                                .withTls(settings(provider)),
                        TestServer.upgradingTo(listener));
                var client = RawWebSocket.open(
                        RawSocket.connect(server.address(), certificate().clientContext(), 4096), "/")) {
            listener.fill(TlsFanOutTest::numbered);
            listener.close(1000, "");

            listener.closeReason();
            assertThat(server.transport().awaitClosed(TestServer.PATIENT)).isTrue();
            client.socket().reset();
        }
    }

    @ParameterizedTest
    @EnumSource
    void files_changed_applyToNewConnections(TlsProvider provider) {
        var current = certificate();
        var chain = current.writeCertificate(Objects.requireNonNull(directory).resolve("chain.pem"));
        var key = current.writeKey(Objects.requireNonNull(directory).resolve("key.pem"));
        var tls = TlsSettings.pem(chain, key).withProvider(provider).withReloadEvery(Duration.ofMillis(20));
        try (var server = TestServer.start(
                        TestServer.settings(TestServer.PATIENT, TestServer.PATIENT)
                                .withTls(tls),
                        TestServer.upgradingTo(new EchoListener()));
                var before = connect(server, current.clientContext())) {
            var next = TestCertificate.create(Objects.requireNonNull(directory));
            next.writeKey(key);
            next.writeCertificate(chain);

            await().ignoreExceptions()
                    .untilAsserted(() -> connect(server, next.clientContext()).close());
            before.send("still here");
            assertThat(before.receiveText()).isEqualTo("still here");
        }
    }

    private static void broadcast(List<Connection> connections, List<Integer> numbers) {
        var loop = connections.getFirst().loop();
        var done = new CompletableFuture<Void>();
        loop.execute(() -> {
            var frames =
                    numbers.stream().map(number -> frame(connections, number)).toList();
            try (var batch = loop.join(frames)) {
                connections.forEach(connection -> connection.write(batch));
            }
            done.complete(null);
        });
        done.join();
    }

    private static Frame frame(List<Connection> connections, int number) {
        return connections.getFirst().framing().message(message(number));
    }

    private static Payload message(int number) {
        var bytes = new byte[SIZES[number]];
        IntStream.range(0, bytes.length).forEach(i -> bytes[i] = (byte) (i + number));
        return Payload.binary(bytes);
    }

    private static Payload numbered(int number) {
        var bytes = new byte[8 * 1024];
        Arrays.fill(bytes, (byte) number);
        return Payload.binary(bytes);
    }

    private static RawWebSocket connect(TestServer server, SSLContext trusting) {
        return RawWebSocket.open(RawSocket.connect(server.address(), trusting, BUFFER_BYTES), "/");
    }

    private static TlsSettings settings(TlsProvider provider) {
        return TlsSettings.pkcs12(certificate().store(), certificate().storePassword())
                .withProvider(provider);
    }

    private static TestCertificate certificate() {
        return Objects.requireNonNull(certificate);
    }
}
