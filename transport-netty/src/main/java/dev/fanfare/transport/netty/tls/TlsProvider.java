package dev.fanfare.transport.netty.tls;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;

/** Who encrypts. */
public enum TlsProvider {
    /** The JDK; works everywhere. */
    JDK,
    /** OpenSSL or BoringSSL, native: when netty-tcnative is on the class path and runs on this machine. */
    OPENSSL;

    /** OpenSSL where it works, else the JDK. */
    public static TlsProvider best() {
        return OPENSSL.isAvailable() ? OPENSSL : JDK;
    }

    /** True when it works here. */
    public boolean isAvailable() {
        return this == JDK || OpenSsl.isAvailable();
    }

    /**
     * Returns this provider when it works here.
     *
     * @throws IllegalStateException with the cause when it does not
     */
    public TlsProvider requireAvailable() {
        if (!isAvailable()) {
            throw new IllegalStateException(
                    "OpenSSL does not work here; use " + best() + " instead", OpenSsl.unavailabilityCause());
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
