package dev.fanfare.server.config;

import dev.fanfare.config.Checked;
import dev.fanfare.config.Checks;
import dev.fanfare.config.Option;

/** Where the server listens. Immutable. */
public record HttpServerOptions(
        @Option(value = "Address to listen on; 127.0.0.1 for this machine alone.", defaults = "0.0.0.0")
        String address,

        @Option(value = "Port to listen on; 0 takes any free one.", defaults = "8000", max = "65535")
        int port,

        @Option("Encryption by the server itself; a proxy in front may do it instead.")
        Tls tls)
        implements Checked {

    /** Certificate and key: both, or none. */
    public record Tls(
            @Option("File with the certificate and its chain, in PEM. Empty: not encrypted.")
            String certFile,

            @Option("File with the private key of the certificate, in PEM (PKCS 8).")
            String keyFile)
            implements Checked {
        public boolean isSet() {
            return !certFile.isEmpty();
        }

        @Override
        public void check(Checks checks) {
            checks.require(
                    certFile.isEmpty() || !keyFile.isEmpty(), "must be set when cert-file is", "key-file", "cert-file");
            checks.require(
                    keyFile.isEmpty() || !certFile.isEmpty(), "must be set when key-file is", "cert-file", "key-file");
        }
    }

    @Override
    public void check(Checks checks) {
        checks.require(!address.isBlank(), "must not be empty; 0.0.0.0 listens on all addresses", "address");
    }
}
