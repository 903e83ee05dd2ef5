package dev.fanfare.server.config;

import dev.fanfare.config.Checked;
import dev.fanfare.config.Checks;
import dev.fanfare.config.Option;
import java.util.List;
import java.util.regex.Pattern;

/** The listening address of the server. Immutable. */
public record HttpServerOptions(
        @Option(
                value = "Address to listen on: 0.0.0.0 for all interfaces, 127.0.0.1 for this machine only.",
                defaults = "0.0.0.0")
        String address,

        @Option(value = "Port to listen on; 0: any free port.", defaults = "8000", max = "65535")
        int port,

        @Option("Address of the internal port. Empty: the address of the public port.")
        String internalAddress,

        @Option(
                value =
                        "Port of the HTTP API, admin page, metrics and health checks, which the public port then does not serve; 0: any free port, -1: none.",
                defaults = "-1",
                min = "-1",
                max = "65535")
        int internalPort,

        @Option(
                "Host names that requests to the public port may contain in the Host header, such as example.com or *.example.com, without port. Others get status 421. Empty: any. Health checks are exempt.")
        List<String> allowedHosts,

        @Option(
                value =
                        "Maximum number of requests of a connection, except for API requests with a valid key. The response to the last one closes the connection. 0: unlimited.",
                defaults = "1000")
        int requestLimitPerConnection,

        @Option(
                value =
                        "I/O backend: epoll and io-uring require Linux; auto selects epoll if it is available, else nio.",
                defaults = "auto")
        Io io,

        @Option("TLS. Alternatively, a reverse proxy can terminate TLS.")
        Tls tls)
        implements Checked {
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?::1]?", Pattern.CASE_INSENSITIVE);

    /** The I/O backends. */
    public enum Io {
        AUTO,
        NIO,
        EPOLL,
        IO_URING
    }

    /** The certificate and its key: both or neither. */
    public record Tls(
            @Option("PEM file with the certificate chain. Empty: TLS is disabled.")
            String certFile,

            @Option("PEM file with the private key of the certificate, in PKCS #8 format.")
            String keyFile)
            implements Checked {
        public boolean isSet() {
            return !certFile.isEmpty();
        }

        @Override
        public void check(Checks checks) {
            checks.require(
                    certFile.isEmpty() || !keyFile.isEmpty(),
                    "must be set if cert-file is set",
                    "key-file",
                    "cert-file");
            checks.require(
                    keyFile.isEmpty() || !certFile.isEmpty(),
                    "must be set if key-file is set",
                    "cert-file",
                    "key-file");
        }
    }

    /** Whether only this machine can connect. */
    public boolean isLoopback() {
        return LOOPBACK.matcher(address).matches()
                && LOOPBACK.matcher(internalHost()).matches();
    }

    /** Returns whether operators and the backend have a port of their own. */
    public boolean hasInternalPort() {
        return internalPort >= 0;
    }

    /** Returns the address of the internal port. */
    public String internalHost() {
        return internalAddress.isEmpty() ? address : internalAddress;
    }

    @Override
    public void check(Checks checks) {
        checks.require(
                internalPort != port || port == 0 || !internalHost().equals(address),
                "must differ from http-server.port",
                "internal-port");
        for (var host : allowedHosts) {
            checks.require(
                    AllowedHosts.isPattern(host),
                    "must be host names such as example.com or *.example.com, without scheme and port, got '" + host
                            + "'",
                    "allowed-hosts");
        }
        checks.require(!address.isBlank(), "must not be empty; use 0.0.0.0 to listen on all interfaces", "address");
    }
}
