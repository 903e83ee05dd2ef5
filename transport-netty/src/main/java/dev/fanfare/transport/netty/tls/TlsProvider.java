package dev.fanfare.transport.netty.tls;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;

/** The TLS implementation. */
public enum TlsProvider {
    /** The JDK; available on every platform. */
    JDK,
    /** OpenSSL or BoringSSL; requires netty-tcnative on the class path, and native libraries for this machine. */
    OPENSSL;

    /** Returns OpenSSL if it is available, else the JDK. */
    public static TlsProvider best() {
        return OPENSSL.isAvailable() ? OPENSSL : JDK;
    }

    /** Whether the provider is available. */
    public boolean isAvailable() {
        return this == JDK || OpenSsl.isAvailable();
    }

    /**
     * Returns this provider.
     *
     * @throws IllegalStateException with the cause, if the provider is not available
     */
    public TlsProvider requireAvailable() {
        if (!isAvailable()) {
            throw new IllegalStateException("OpenSSL is not available: use " + best(), OpenSsl.unavailabilityCause());
        }
        return this;
    }

    SslProvider toNetty() {
        return switch (this) {
            case JDK -> SslProvider.JDK;
            case OPENSSL -> SslProvider.OPENSSL;
        };
    }
}
