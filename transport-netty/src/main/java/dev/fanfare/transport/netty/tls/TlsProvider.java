package dev.fanfare.transport.netty.tls;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;
import org.jspecify.annotations.Nullable;

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

    /** Describes the implementation for the log, such as {@code BoringSSL}; for the JDK, also why OpenSSL is not available. */
    public String description() {
        return switch (this) {
            case JDK -> describeJdk(OpenSsl.isAvailable() ? null : OpenSsl.unavailabilityCause());
            case OPENSSL -> OpenSsl.versionString();
        };
    }

    /**
     * Describes the JDK.
     *
     * @param cause why OpenSSL is not available; null if it is
     */
    static String describeJdk(@Nullable Throwable cause) {
        return switch (cause) {
            case null -> "JDK";
            case ClassNotFoundException absent -> "JDK (netty-tcnative is not on the class path)";
            default -> "JDK (netty-tcnative is not usable: " + cause + ")";
        };
    }

    /** Engines of OpenSSL are reference counted, because a finalizer per connection would keep its native memory longer. */
    SslProvider toNetty() {
        return switch (this) {
            case JDK -> SslProvider.JDK;
            case OPENSSL -> SslProvider.OPENSSL_REFCNT;
        };
    }
}
