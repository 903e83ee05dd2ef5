package dev.fanfare.transport.netty.tls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The description for the log. */
class TlsProviderTest {
    @Test
    void description_namesTheImplementation() {
        assertThat(TlsProvider.OPENSSL.description()).isEqualTo("BoringSSL");
        assertThat(TlsProvider.JDK.description()).isEqualTo("JDK");
    }

    @Test
    void description_ofTheFallback_containsTheReason() {
        assertThat(TlsProvider.describeJdk(new ClassNotFoundException("io.netty.internal.tcnative.SSLContext")))
                .isEqualTo("JDK (netty-tcnative is not on the class path)");
        assertThat(TlsProvider.describeJdk(new UnsatisfiedLinkError("no library for this platform")))
                .isEqualTo(
                        "JDK (netty-tcnative is not usable: java.lang.UnsatisfiedLinkError: no library for this platform)");
    }
}
