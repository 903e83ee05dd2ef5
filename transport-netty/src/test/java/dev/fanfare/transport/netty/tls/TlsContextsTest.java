package dev.fanfare.transport.netty.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.testkit.client.TestCertificate;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.ReferenceCounted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Accepted files, errors of other files, and reloading. */
class TlsContextsTest {
    private static final String PASSWORD = "correct horse";

    @TempDir
    @Nullable
    static Path shared;

    @TempDir
    @Nullable
    Path directory;

    private static @Nullable TestCertificate first;
    private static @Nullable TestCertificate second;

    private Path chain = Path.of("");
    private Path key = Path.of("");

    @BeforeAll
    static void makeCertificates() {
        first = TestCertificate.create(Objects.requireNonNull(shared));
        second = TestCertificate.create(Objects.requireNonNull(shared));
    }

    @BeforeEach
    void writeFiles() {
        chain = first().writeCertificate(file("chain.pem"));
        key = first().writeKey(file("key.pem"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA", "Ed25519"})
    void pem_commonAlgorithms_areAccepted(String algorithm) {
        var certificate = TestCertificate.create(Objects.requireNonNull(shared), algorithm);
        certificate.writeCertificate(chain);
        certificate.writeKey(key);

        for (var provider : TlsProvider.values()) {
            accept(TlsSettings.pem(chain, key).withProvider(provider));
            accept(TlsSettings.pkcs12(certificate.store(), certificate.storePassword())
                    .withProvider(provider));
        }
    }

    private static void accept(TlsSettings settings) {
        assertThatCode(() -> new TlsContexts(settings).close())
                .as("%s", settings)
                .doesNotThrowAnyException();
    }

    @Test
    void contexts_ofOpenSsl_areReleasedAfterTheirLastConnection() {
        var contexts = new TlsContexts(TlsSettings.pem(chain, key).withProvider(TlsProvider.OPENSSL));
        var before = (ReferenceCounted) contexts.current();
        var open = contexts.newHandler(ByteBufAllocator.DEFAULT);
        assertThat(before.refCnt()).isEqualTo(2);

        second().writeCertificate(chain);
        second().writeKey(key);
        contexts.reload();
        assertThat(before.refCnt()).isEqualTo(1);
        ReferenceCountUtil.release(open.engine());
        assertThat(before.refCnt()).isZero();

        var after = (ReferenceCounted) contexts.current();
        contexts.close();
        contexts.close();
        assertThat(after.refCnt()).isZero();
        assertThatThrownBy(() -> contexts.newHandler(ByteBufAllocator.DEFAULT))
                .isInstanceOf(IllegalStateException.class);
        first().writeCertificate(chain);
        first().writeKey(key);
        contexts.reload();
        assertThat(contexts.current()).isSameAs(after);
    }

    @Test
    void connections_duringReloads_haveAContextThatIsNotReleased() throws InterruptedException {
        var contexts = new TlsContexts(TlsSettings.pem(chain, key).withProvider(TlsProvider.OPENSSL));
        var reloaded = new AtomicBoolean();
        var opened = new CompletableFuture<Integer>();
        var opener = Thread.ofPlatform().start(() -> {
            try {
                int count = 0;
                for (; !reloaded.get() || count == 0; count++) {
                    ReferenceCountUtil.release(
                            contexts.newHandler(ByteBufAllocator.DEFAULT).engine());
                }
                opened.complete(count);
            } catch (RuntimeException released) {
                opened.completeExceptionally(released);
            }
        });
        for (int i = 0; i < 20; i++) {
            var next = i % 2 == 0 ? second() : first();
            next.writeCertificate(chain);
            next.writeKey(key);
            contexts.reload();
        }
        reloaded.set(true);
        opener.join();

        assertThat(opened.join()).isPositive();
        contexts.close();
    }

    @Test
    void key_encrypted_requiresPassword() {
        first().writeKey(key, PASSWORD);

        assertThatCode(() -> contexts(TlsSettings.pem(chain, key, PASSWORD))).doesNotThrowAnyException();
        assertInvalid(TlsSettings.pem(chain, key), key, "is encrypted: configure its password");
        assertInvalid(TlsSettings.pem(chain, key, "wrong"), key, "the password is wrong");
        assertThat(TlsSettings.pem(chain, key, PASSWORD).toString()).doesNotContain(PASSWORD);
    }

    @Test
    void pem_comments_areIgnored() throws IOException {
        Files.writeString(chain, "Bag Attributes\n" + Files.readString(chain) + "# the end\n");

        assertThatCode(() -> contexts(TlsSettings.pem(chain, key))).doesNotThrowAnyException();
    }

    @Test
    void chain_duplicateCertificate_isInvalid() throws IOException {
        Files.writeString(chain, Files.readString(chain).repeat(2));

        assertInvalid(TlsSettings.pem(chain, key), key, "hain is not valid");
    }

    @Test
    void file_unusable_isNamedWithError() throws IOException {
        assertInvalid(TlsSettings.pem(file("no.pem"), key), file("no.pem"), "does not exist");
        assertInvalid(TlsSettings.pem(key, key), key, "expected -----BEGIN CERTIFICATE-----");
        assertInvalid(TlsSettings.pem(chain, chain), chain, "expected -----BEGIN PRIVATE KEY-----");

        var oldKey = Files.writeString(
                file("old.pem"), "-----BEGIN RSA PRIVATE KEY-----\nAA==\n-----END RSA PRIVATE KEY-----");
        assertInvalid(TlsSettings.pem(chain, oldKey), oldKey, "openssl pkcs8 -topk8");

        var another = second().writeKey(file("another.pem"));
        assertInvalid(TlsSettings.pem(chain, another), another, "does not match the certificate of CN=localhost");

        var ed25519 = TestCertificate.create(Objects.requireNonNull(shared), "Ed25519")
                .writeKey(file("ed25519.pem"));
        assertInvalid(TlsSettings.pem(chain, ed25519), ed25519, "contains no EC key");

        var broken =
                Files.writeString(file("broken.pem"), "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----");
        assertInvalid(TlsSettings.pem(broken, key), broken, "contains a malformed certificate");

        var noBase64 = Files.writeString(file("text.pem"), "-----BEGIN PRIVATE KEY-----\n!\n-----END PRIVATE KEY-----");
        assertInvalid(TlsSettings.pem(chain, noBase64), noBase64, "is not valid base64");
    }

    @Test
    void store_unusable_isNamedWithError() {
        assertInvalid(TlsSettings.pkcs12(first().store(), "wrong"), first().store(), "the password is wrong");
        assertInvalid(TlsSettings.pkcs12(chain, "any"), chain, "is not PKCS#12");
        assertThat(TlsSettings.pkcs12(chain, PASSWORD).toString()).doesNotContain(PASSWORD);
    }

    @Test
    void reload_filesChanged_replacesContext() {
        var contexts = contexts(TlsSettings.pem(chain, key));
        var before = contexts.current();

        contexts.reload();
        assertThat(contexts.current()).isSameAs(before);

        second().writeCertificate(chain);
        second().writeKey(key);
        contexts.reload();
        assertThat(contexts.current()).isNotSameAs(before);
    }

    @Test
    void reload_unusableFiles_changesNothing() throws IOException {
        var contexts = contexts(TlsSettings.pem(chain, key));
        var before = contexts.current();

        second().writeCertificate(chain);
        contexts.reload();
        Files.delete(chain);
        contexts.reload();
        Files.writeString(chain, "");
        contexts.reload();
        assertThat(contexts.current()).isSameAs(before);

        second().writeCertificate(chain);
        second().writeKey(key);
        contexts.reload();
        assertThat(contexts.current()).isNotSameAs(before);
    }

    @Test
    void settings_intervalZero_throws() {
        var settings = TlsSettings.pem(chain, key);
        assertThatThrownBy(() -> settings.withReloadEvery(Duration.ZERO)).hasMessageContaining("PT0S");
    }

    private static void assertInvalid(TlsSettings settings, Path file, String wrong) {
        assertThatThrownBy(() -> contexts(settings))
                .isInstanceOf(InvalidTlsFileException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(wrong);
    }

    private static TlsContexts contexts(TlsSettings settings) {
        return new TlsContexts(settings.withProvider(TlsProvider.JDK));
    }

    private Path file(String name) {
        return Objects.requireNonNull(directory).resolve(name);
    }

    private static TestCertificate first() {
        return Objects.requireNonNull(first);
    }

    private static TestCertificate second() {
        return Objects.requireNonNull(second);
    }
}
