package dev.fanfare.app.internal.files;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The files of a directory on the class path. A file in an archive is read once, on its first request, and then kept in memory.
 * Thread-safe; blocks.
 */
public final class ResourceFiles implements FileSource {
    /** The maximum total size of the files of a directory that are kept in memory. */
    static final long MAX_KEPT_BYTES = 64L << 20;

    private static final int TAG_BYTES = 16;

    private final Class<?> anchor;
    private final String directory;
    private final Map<String, StoredFile> kept = new ConcurrentHashMap<>();
    private final ReentrantLock reading = new ReentrantLock();
    /** Guarded by the lock. */
    private long keptBytes;

    /** Creates a source for a directory relative to the package of the class, or absolute with a leading slash. */
    public ResourceFiles(Class<?> anchor, String directory) {
        this.anchor = anchor;
        this.directory = directory;
    }

    @Override
    public Optional<StoredFile> find(List<String> names) throws IOException {
        var name = directory + "/" + String.join("/", names);
        var known = kept.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        var url = anchor.getResource(name);
        if (url == null) {
            return Optional.empty();
        }
        if (url.getProtocol().equals("file")) {
            return DirectoryFiles.stat(Path.of(URI.create(url.toExternalForm())).toRealPath());
        }
        return isDirectory(url) ? Optional.empty() : Optional.of(keep(name, url));
    }

    /** Reads one file at a time, because concurrent first requests would each hold the whole file. */
    private StoredFile keep(String name, URL url) throws IOException {
        reading.lock();
        try {
            var known = kept.get(name);
            return known == null ? read(name, url) : known;
        } finally {
            reading.unlock();
        }
    }

    private StoredFile read(String name, URL url) throws IOException {
        int room = (int) (MAX_KEPT_BYTES - keptBytes);
        // The length is checked first, so that requests for a file that is too large do not read it.
        if (url.openConnection().getContentLengthLong() > room) {
            throw tooLarge(name);
        }
        byte[] bytes;
        try (var in = url.openStream()) {
            bytes = in.readNBytes(room + 1);
        }
        if (bytes.length > room) {
            throw tooLarge(name);
        }
        keptBytes += bytes.length;
        var file = new StoredFile.InMemory(bytes, tag(bytes));
        kept.put(name, file);
        return file;
    }

    private IOException tooLarge(String name) {
        return new IOException("the served files of " + directory + " on the class path must not exceed "
                + MAX_KEPT_BYTES + " bytes together: serve " + name + " from a directory with files(...)");
    }

    /** A URL of a directory on the class path would return a listing. */
    private static boolean isDirectory(URL url) throws IOException {
        return url.openConnection() instanceof JarURLConnection jar
                && jar.getJarEntry().isDirectory();
    }

    /** Depends on the content only, so that all nodes compute the same tag. */
    private static String tag(byte[] bytes) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest, 0, TAG_BYTES);
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}
