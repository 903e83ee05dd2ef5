package dev.fanfare.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.cli.doctor.Finding.Level;
import dev.fanfare.core.fake.ClosedPort;
import dev.fanfare.engine.redis.server.RedisProcess;
import dev.fanfare.server.config.ServerConfig;
import dev.fanfare.testkit.client.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks of faulty configurations and machines. */
class ServerChecksTest {
    private static final String LOCAL = "http-server.address=127.0.0.1 http-server.port=0 ";

    @TempDir
    private Path root;

    @Test
    void invalidConfiguration_isTheOnlyFinding() {
        assertThat(run("client.ping-interval=never http-api.key=short"))
                .isNotEmpty()
                .allMatch(finding ->
                        finding.level() == Level.ERROR && finding.check().equals("configuration"))
                .anyMatch(finding -> finding.found().contains("client.ping-interval"));
    }

    @Test
    void fileLimitBelowTheConnections_isAnError() throws IOException {
        write(
                "proc/self/limits",
                "Limit  Soft Limit  Hard Limit  Units\nMax open files            1024   1024   files\n");

        assertThat(of("open files", run(LOCAL + "client.connection-limit=5000")))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.level()).isEqualTo(Level.ERROR);
                    assertThat(finding.found()).contains("1024", "5000 requires 5200");
                    assertThat(finding.fix()).contains("LimitNOFILE=5200");
                });
        assertThat(of("open files", run(LOCAL + "client.connection-limit=500")))
                .extracting(Finding::level)
                .containsExactly(Level.OK);
    }

    @Test
    void kernelSettings_areJudged() throws IOException {
        write("proc/sys/net/core/somaxconn", "128\n");
        write("proc/sys/net/ipv4/tcp_mem", "10\t20\t30\n");

        var findings = run(LOCAL + "client.connection-limit=5000");

        assertThat(of("net.core.somaxconn", findings))
                .extracting(Finding::level)
                .containsExactly(Level.WARNING);
        assertThat(of("net.ipv4.tcp_mem", findings)).extracting(Finding::level).containsExactly(Level.WARNING);
    }

    @Test
    void heapAboveTheLimitOfTheContainer_isAnError() throws IOException {
        write("proc/self/cgroup", "0::/fanfare\n");
        write("sys/fs/cgroup/fanfare/memory.max", "1048576\n");

        assertThat(of("memory", run(LOCAL))).singleElement().satisfies(finding -> {
            assertThat(finding.level()).isEqualTo(Level.ERROR);
            assertThat(finding.fix()).contains("-Xmx0m");
        });
    }

    @Test
    void portsThatCannotBeUsed_areFound() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(of(
                            "http-server.port",
                            run("http-server.address=127.0.0.1 http-server.port=" + taken.getLocalPort())))
                    .extracting(Finding::level)
                    .containsExactly(Level.WARNING);
        }
        assertThat(of("http-server.port", run("http-server.address=192.0.2.1 http-server.port=0")))
                .extracting(Finding::level)
                .containsExactly(Level.ERROR);
    }

    @Test
    void certificates_expiredOrWithAnotherKey_areErrors() {
        var certificate = TestCertificate.create(root);
        var file = certificate.writeCertificate(root.resolve("cert.pem"));
        var tls = LOCAL + "http-server.tls.cert-file=" + file + " http-server.tls.key-file=";
        var good = tls + certificate.writeKey(root.resolve("key.pem"));

        assertThat(of("certificate", run(good))).extracting(Finding::level).doesNotContain(Level.ERROR);
        var later = Clock.offset(Clock.systemUTC(), Duration.ofDays(36_500));
        assertThat(of("certificate", run(later, good))).anySatisfy(finding -> {
            assertThat(finding.level()).isEqualTo(Level.ERROR);
            assertThat(finding.found()).contains("expired at");
        });
        var other = TestCertificate.create(root.resolve("other").toFile().mkdir() ? root.resolve("other") : root);
        assertThat(of("configuration", run(tls + other.writeKey(root.resolve("other.pem")))))
                .extracting(Finding::level)
                .containsExactly(Level.ERROR);
    }

    @Test
    void weakSecretsAndInsecureOptions_areWarnings() {
        var findings = run(LOCAL + "http-api.key=short client.insecure=true");

        assertThat(of("http-api.key", findings)).extracting(Finding::level).containsExactly(Level.WARNING);
        assertThat(of("client.insecure", findings)).extracting(Finding::level).containsExactly(Level.WARNING);
    }

    @Test
    void unreachableRedis_isAnError() {
        try (var port = new ClosedPort()) {
            var findings = run(redis("redis://127.0.0.1:" + port.number()));

            assertThat(findings)
                    .filteredOn(finding -> finding.check().startsWith("Redis"))
                    .extracting(Finding::level)
                    .containsExactly(Level.ERROR);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "6.0.16, true",
        "5.0.14, true",
        "6.2.0, false",
        "6.2, false",
        "7.0.15, false",
        "10.0.0, false",
        "'', false",
        "unstable, false"
    })
    void redisBefore62_isTooOld(String version, boolean tooOld) {
        assertThat(ServerChecks.isTooOld(version)).isEqualTo(tooOld);
    }

    @Test
    void redisThatEvicts_isAWarningWithTheFix() {
        try (var redis = RedisProcess.start("--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru")) {
            var findings = run(redis(redis.url())).stream()
                    .filter(finding -> finding.check().startsWith("Redis"))
                    .toList();

            assertThat(findings).anySatisfy(finding -> {
                assertThat(finding.level()).isEqualTo(Level.WARNING);
                assertThat(finding.found()).contains("maxmemory-policy=allkeys-lru");
                assertThat(finding.fix()).isEqualTo("set maxmemory-policy noeviction");
            });
            assertThat(findings).anyMatch(finding -> finding.fix().contains("appendonly yes"));
            assertThat(findings).anyMatch(finding -> finding.found().startsWith("reachable, version"));
            assertThat(findings).noneMatch(finding -> finding.level() == Level.ERROR);
        }
    }

    private static String redis(String url) {
        return LOCAL + "engine.type=redis engine.redis.address=" + url;
    }

    private static List<Finding> of(String check, List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.check().equals(check))
                .toList();
    }

    private List<Finding> run(String options) {
        return run(Clock.systemUTC(), options);
    }

    private List<Finding> run(Clock clock, String options) {
        var flags = new LinkedHashMap<String, String>();
        for (var option : options.strip().split(" ", -1)) {
            int equals = option.indexOf('=');
            flags.put(option.substring(0, equals), option.substring(equals + 1));
        }
        return new ServerChecks(clock, root).run(() -> ServerConfig.LOADER.load("", Map.of(), flags));
    }

    private void write(String file, String text) throws IOException {
        var path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
