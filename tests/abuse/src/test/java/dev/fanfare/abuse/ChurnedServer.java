package dev.fanfare.abuse;

import dev.fanfare.testkit.client.RawHttp;
import dev.fanfare.testkit.client.RawResponse;
import dev.fanfare.testkit.client.RawSocket;
import dev.fanfare.testkit.client.TestCertificate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** A server whose clients connect and disconnect frequently. Confined to the thread of the test. */
final class ChurnedServer implements AutoCloseable {
    /** The resident memory of a heap that has its final size from the start changes with native memory only. */
    private static final List<String> FLAGS = List.of("-Xms256m", "-XX:+AlwaysPreTouch");

    private static final int RECEIVE_BUFFER_BYTES = 64 << 10;
    private static final long REDIS_CHANNELS = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final String name;
    private final ServerProcess process;
    private final ChurnTarget target;
    private long lives;

    private ChurnedServer(String name, ServerProcess process, ChurnTarget target) {
        this.name = name;
        this.process = process;
        this.target = target;
    }

    static ChurnedServer plain() {
        return plain("soak-plain", "", Long.MAX_VALUE);
    }

    /** Starts a server whose channels are in Redis. Few channels are used, because a node keeps the positions of 200,000 epochs. */
    static ChurnedServer overRedis(String url) {
        var engine = "engine: {type: redis, redis: {address: [\"%s\"]}}".formatted(url);
        var server = plain("soak-redis", engine, REDIS_CHANNELS);
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInSameThread()
                    .until(() -> server.get("/ready").status() == 200);
            return server;
        } catch (RuntimeException | Error failure) {
            server.close();
            throw failure;
        }
    }

    private RawResponse get(String path) {
        try (var http = RawHttp.over(target.connect())) {
            http.send(RawHttp.request("GET " + path));
            return http.read();
        }
    }

    private static ChurnedServer plain(String name, String engine, long channels) {
        var process = ServerProcess.serve(name, yaml("", engine), FLAGS);
        var target = new ChurnTarget(() -> RawSocket.connect(process.address()), channels);
        return new ChurnedServer(name, process, target);
    }

    /** Starts a server with TLS and writes the files of its certificate to a directory. */
    static ChurnedServer encrypted(TestCertificate certificate, Path directory) {
        var certFile = certificate.writeCertificate(directory.resolve("certificate.pem"));
        var keyFile = certificate.writeKey(directory.resolve("key.pem"));
        var tls = "tls: {cert-file: \"%s\", key-file: \"%s\"}".formatted(certFile, keyFile);
        var context = certificate.clientContext();
        var process = ServerProcess.serve("soak-tls", yaml(tls, ""), FLAGS);
        var target = new ChurnTarget(
                () -> RawSocket.connect(process.address(), context, RECEIVE_BUFFER_BYTES), Long.MAX_VALUE);
        return new ChurnedServer("soak-tls", process, target);
    }

    /** The server forgets a channel after 35 seconds. A busy machine can delay the return of a client by several seconds. */
    private static String yaml(String tls, String engine) {
        return """
            http-server:
              address: 127.0.0.1
              port: 0
              %s
            %s
            log-level: warn
            memory: {user-share: 100}
            ready: {enabled: true}
            uni-websocket: {enabled: true}
            uni-sse: {enabled: true}
            uni-http-stream: {enabled: true}
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
                  history-size: 100
                  history-ttl: 30s
                  history-meta-ttl: 35s
                  force-recovery: true
                  allowed-delta-types: [fossil]
                  delta-publish: true
            """.formatted(tls, engine);
    }

    Churn start() {
        return new Churn(target, count -> lives += count);
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
