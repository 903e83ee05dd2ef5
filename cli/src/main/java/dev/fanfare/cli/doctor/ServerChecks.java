package dev.fanfare.cli.doctor;

import dev.fanfare.config.ConfigException;
import dev.fanfare.config.value.RedisAddress;
import dev.fanfare.engine.redis.RedisDiagnosis;
import dev.fanfare.server.PushServer;
import dev.fanfare.server.config.EngineOptions;
import dev.fanfare.server.config.HttpServerOptions;
import dev.fanfare.server.config.ServerConfig;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.module.ModuleDescriptor.Version;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** All checks of a configuration, in the order of a start. Confined to one thread. */
public final class ServerChecks {
    private static final Duration SOON = Duration.ofDays(30);
    private static final Duration CLOCK = Duration.ofSeconds(1);
    private static final Version MIN_REDIS = Version.parse("6.2");
    private static final Pattern VERSION = Pattern.compile("\\d{1,6}(\\.\\d{1,6})+");

    private final Clock clock;
    private final Path root;
    private final List<Finding> findings = new ArrayList<>();

    /**
     * Creates the checks.
     *
     * @param root the directory that contains {@code proc} and {@code sys}
     */
    public ServerChecks(Clock clock, Path root) {
        this.clock = clock;
        this.root = root;
    }

    /** Returns the findings. An invalid configuration is the only finding, because the other checks depend on it. */
    public List<Finding> run(Supplier<ServerConfig> loader) {
        ServerConfig config;
        try {
            config = loader.get();
        } catch (ConfigException invalid) {
            invalid.problems()
                    .forEach(problem ->
                            findings.add(Finding.error("configuration", problem.toString(), "correct the option")));
            return findings;
        }
        configuration(config);
        secrets(config);
        findings.addAll(new SystemChecks(root, config.client().limits().connectionLimit())
                .run(config.httpServer().io(), Runtime.getRuntime().maxMemory()));
        ports(config.httpServer());
        if (config.httpServer().tls().isSet()) {
            certificate(Path.of(config.httpServer().tls().certFile()));
        }
        if (config.engine().type() == EngineOptions.Type.REDIS) {
            config.engine().redis().address().stream().map(RedisAddress::url).forEach(this::redis);
        }
        cache();
        return findings;
    }

    /** Includes the files of TLS: that they are readable, and that the key matches. */
    private void configuration(ServerConfig config) {
        try {
            PushServer.check(config);
            findings.add(Finding.ok("configuration", "valid"));
        } catch (RuntimeException invalid) {
            findings.add(Finding.error(
                    "configuration", String.valueOf(invalid.getMessage()), "correct the option or the file"));
        }
    }

    private void secrets(ServerConfig config) {
        var weak = config.weakSecrets();
        weak.forEach(secret -> findings.add(Finding.warning(
                secret.key(), secret.problem(), "generate a secret, for example with openssl rand -hex 32")));
        if (config.client().access().insecure()) {
            findings.add(Finding.warning(
                    "client.insecure", "true: clients need no token", "remove client.insecure in production"));
        }
        if (config.httpApi().insecure()) {
            findings.add(Finding.warning(
                    "http-api.insecure", "true: the HTTP API needs no key", "set http-api.key instead"));
        }
        if (weak.isEmpty()) {
            findings.add(Finding.ok("secrets", "none is weak"));
        }
    }

    private void ports(HttpServerOptions http) {
        port("http-server.port", http.address(), http.port());
        if (http.hasInternalPort()) {
            port("http-server.internal-port", http.internalHost(), http.internalPort());
        }
    }

    private void port(String option, String host, int port) {
        var name = host + ":" + port;
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            findings.add(Finding.ok(option, name + " is free"));
        } catch (BindException refused) {
            var reason = String.valueOf(refused.getMessage());
            boolean taken = reason.contains("in use");
            findings.add(
                    taken
                            ? Finding.warning(
                                    option,
                                    name + " is in use",
                                    "stop the process that listens there, or set " + option
                                            + "; expected if this server is running")
                            : Finding.error(
                                    option,
                                    name + ": " + reason,
                                    "use a port from 1024 on, grant CAP_NET_BIND_SERVICE, or correct the address"));
        } catch (IOException failure) {
            findings.add(Finding.error(option, name + ": " + failure.getMessage(), "correct the address"));
        }
    }

    /** Unreadable and malformed files are findings of {@link #configuration}. */
    private void certificate(Path file) {
        List<X509Certificate> chain;
        try (var in = Files.newInputStream(file)) {
            chain = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (IOException | GeneralSecurityException unreadable) {
            findings.add(Finding.error("certificate", file + ": " + unreadable.getMessage(), "correct the file"));
            return;
        }
        chain.forEach(each -> dates(file, each));
        for (var index = 1; index < chain.size(); index++) {
            issuer(file, chain.get(index - 1), chain.get(index));
        }
        if (chain.size() == 1
                && !chain.getFirst()
                        .getSubjectX500Principal()
                        .equals(chain.getFirst().getIssuerX500Principal())) {
            findings.add(Finding.warning(
                    "certificate chain",
                    file + " contains the certificate only",
                    "append the intermediate certificates, unless the authority itself is trusted by all clients"));
        }
    }

    private void dates(Path file, X509Certificate certificate) {
        var name = certificate.getSubjectX500Principal().getName();
        var now = clock.instant();
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        var found = name + " is valid from " + from + " to " + until;
        if (now.isAfter(until)) {
            findings.add(
                    Finding.error("certificate", name + " expired at " + until, "renew the certificate in " + file));
        } else if (now.isBefore(from)) {
            findings.add(
                    Finding.error("certificate", found, "correct the clock, or wait until the certificate is valid"));
        } else if (now.plus(SOON).isAfter(until)) {
            findings.add(Finding.warning("certificate", found, "renew the certificate in " + file));
        } else {
            findings.add(Finding.ok("certificate", found));
        }
    }

    private void issuer(Path file, X509Certificate certificate, X509Certificate issuer) {
        try {
            certificate.verify(issuer.getPublicKey());
        } catch (GeneralSecurityException other) {
            findings.add(Finding.error(
                    "certificate chain",
                    issuer.getSubjectX500Principal().getName() + " did not issue "
                            + certificate.getSubjectX500Principal().getName(),
                    "put the certificates of " + file + " in order: server, then each issuer"));
        }
    }

    private void redis(String url) {
        var redis = RedisDiagnosis.of(url);
        var name = "Redis " + redis.server();
        if (!redis.failure().isEmpty()) {
            findings.add(Finding.error(
                    name, redis.failure(), "start Redis, or correct engine.redis.address, its password and TLS"));
            return;
        }
        findings.add(
                isTooOld(redis.version())
                        ? Finding.error(name, "version " + redis.version(), "upgrade to Redis 6.2 or later")
                        : Finding.ok(
                                name,
                                "reachable, version " + (redis.version().isEmpty() ? "unknown" : redis.version())));
        if (!redis.primary()) {
            findings.add(Finding.error(name, "is a replica", "set engine.redis.address to the primary or to Sentinel"));
        }
        redis.risks().forEach(risk -> {
            int fix = risk.lastIndexOf("; ");
            findings.add(Finding.warning(name, risk.substring(0, fix), risk.substring(fix + 2)));
        });
        if (!redis.unknown().isEmpty()) {
            findings.add(Finding.warning(
                    name,
                    "cannot read " + String.join(", ", redis.unknown()),
                    "check these settings yourself; the user of the connection may not read them"));
        }
        var difference = redis.clockDifference();
        findings.add(
                difference.abs().compareTo(CLOCK) > 0
                        ? Finding.warning(
                                name,
                                "its clock differs by " + difference.toMillis() + " ms",
                                "synchronize the clocks of both machines with NTP")
                        : Finding.ok(name, "clock differs by " + difference.toMillis() + " ms"));
    }

    /** A version that is unknown or has another format counts as supported. */
    static boolean isTooOld(String redisVersion) {
        return VERSION.matcher(redisVersion).matches()
                && Version.parse(redisVersion).compareTo(MIN_REDIS) < 0;
    }

    private void cache() {
        boolean present = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .anyMatch(argument -> argument.startsWith("-XX:AOTCache="));
        findings.add(
                present
                        ? Finding.ok("AOT cache", "present")
                        : Finding.warning("AOT cache", "absent", "run fanfare warm for faster starts"));
    }
}
