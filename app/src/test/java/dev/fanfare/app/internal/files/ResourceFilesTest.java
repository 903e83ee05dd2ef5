package dev.fanfare.app.internal.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Resources of an archive, which are read into memory. */
class ResourceFilesTest {
    private static final List<String> NAMES = List.of("file.txt");

    private final AtomicInteger reads = new AtomicInteger();
    private final Archive archive = new Archive();
    private final ResourceFiles files = new ResourceFiles(archive.anchor(), "files");
    private long length = 1;
    private Runnable duringRead = () -> {};

    @Test
    void file_isReadOnceByConcurrentFirstRequests() throws Exception {
        var other = new FutureTask<>(() -> files.find(NAMES));
        duringRead = () -> {
            duringRead = () -> {};
            var thread = Thread.ofPlatform().start(other);
            while (thread.isAlive() && thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        };

        assertThat(files.find(NAMES)).isPresent().isEqualTo(other.get());
        assertThat(reads).hasValue(1);
    }

    @Test
    void file_overTheLimit_failsWithoutBeingRead() {
        length = ResourceFiles.MAX_KEPT_BYTES + 1;

        assertThatThrownBy(() -> files.find(NAMES))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("file.txt");
        assertThat(reads).hasValue(0);
    }

    /** The class whose class path contains the archive. */
    static final class Anchor {}

    /** A class path with one file, which is read through a connection that counts the reads. */
    private final class Archive extends ClassLoader {
        Archive() {
            super(null);
        }

        Class<?> anchor() {
            var name = Anchor.class.getName();
            try (var in = Anchor.class.getResourceAsStream("ResourceFilesTest$Anchor.class")) {
                var code = in.readAllBytes();
                return defineClass(name, code, 0, code.length);
            } catch (IOException failure) {
                throw new IllegalStateException(failure);
            }
        }

        @Override
        public @Nullable URL getResource(String name) {
            try {
                return name.endsWith("files/file.txt") ? URL.of(URI.create("archive:/file.txt"), handler()) : null;
            } catch (IOException failure) {
                throw new IllegalStateException(failure);
            }
        }

        private URLStreamHandler handler() {
            return new URLStreamHandler() {
                @Override
                protected URLConnection openConnection(URL url) {
                    return connection(url);
                }
            };
        }

        private URLConnection connection(URL url) {
            return new URLConnection(url) {
                @Override
                public void connect() {}

                @Override
                public long getContentLengthLong() {
                    return length;
                }

                @Override
                public InputStream getInputStream() {
                    reads.incrementAndGet();
                    duringRead.run();
                    return new ByteArrayInputStream(new byte[] {1});
                }
            };
        }
    }
}
