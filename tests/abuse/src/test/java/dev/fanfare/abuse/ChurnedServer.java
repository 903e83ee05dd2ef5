package dev.fanfare.abuse;

import dev.fanfare.testkit.client.RawSocket;
import dev.fanfare.testkit.client.TestCertificate;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** A server whose clients connect and disconnect frequently. Confined to the thread of the test. */
final class ChurnedServer implements AutoCloseable {
    /** The resident memory of a heap that has its final size from the start changes with native memory only. */
    private static final List<String> FLAGS = List.of("-Xms256m", "-XX:+AlwaysPreTouch");

    private static final int RECEIVE_BUFFER_BYTES = 64 << 10;

    private final String name;
    private final ServerProcess process;
    private final Supplier<RawSocket> connections;
    private long lives;

    private ChurnedServer(String name, ServerProcess process, Supplier<RawSocket> connections) {
        this.name = name;
        this.process = process;
        this.connections = connections;
    }

    static ChurnedServer plain() {
        var process = ServerProcess.serve("soak-plain", yaml(""), FLAGS);
        return new ChurnedServer("soak-plain", process, () -> RawSocket.connect(process.address()));
    }

    /** Starts a server with TLS and writes the files of its certificate to a directory. */
    static ChurnedServer encrypted(TestCertificate certificate, Path directory) {
        var certFile = certificate.writeCertificate(directory.resolve("certificate.pem"));
        var keyFile = certificate.writeKey(directory.resolve("key.pem"));
        var tls = "tls: {cert-file: \"%s\", key-file: \"%s\"}".formatted(certFile, keyFile);
        var context = certificate.clientContext();
        var process = ServerProcess.serve("soak-tls", yaml(tls), FLAGS);
        return new ChurnedServer(
                "soak-tls", process, () -> RawSocket.connect(process.address(), context, RECEIVE_BUFFER_BYTES));
    }

    /** The server forgets a channel after 20 seconds. */
    private static String yaml(String tls) {
        return """
            http-server:
              address: 127.0.0.1
              port: 0
              %s
            log-level: warn
            client:
              allow-anonymous-connect-without-token: true
              channel-position-check-delay: 5s
            channel:
              namespaces:
                - name: churn
                  allow-subscribe-for-client: true
                  allow-subscribe-for-anonymous: true
                  allow-publish-for-subscriber: true
                  allow-publish-for-anonymous: true
                  presence: true
                  join-leave: true
                  history-size: 10
                  history-ttl: 15s
                  history-meta-ttl: 20s
                  force-recovery: true
                  allowed-delta-types: [fossil]
                  delta-publish: true
            """.formatted(tls);
    }

    Churn start() {
        return new Churn(connections, count -> lives += count);
    }

    /** Measures the server while it has no clients. */
    SoakSample sample() {
        var live = process.liveObjects();
        var sample = new SoakSample(live, process.resident(), process.fileDescriptors(), lives);
        Measurements.report(name, sample.toString());
        return sample;
    }

    @Override
    public void close() {
        process.close();
    }
}
