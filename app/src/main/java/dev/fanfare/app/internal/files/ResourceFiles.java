package dev.fanfare.app.internal.files;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The files of a directory on the class path. Thread-safe; blocks. */
public final class ResourceFiles implements FileSource {
    private final Class<?> anchor;
    private final String directory;

    /** Creates a source for a directory relative to the package of the class, or absolute with a leading slash. */
    public ResourceFiles(Class<?> anchor, String directory) {
        this.anchor = anchor;
        this.directory = directory;
    }

    @Override
    public Optional<byte[]> read(List<String> names) throws IOException {
        var url = anchor.getResource(directory + "/" + String.join("/", names));
        if (url == null || !isFile(url)) {
            return Optional.empty();
        }
        try (var in = url.openStream()) {
            return Optional.of(in.readAllBytes());
        }
    }

    /** A URL of a directory on the class path would return a listing. */
    private static boolean isFile(URL url) throws IOException {
        if (url.getProtocol().equals("file")) {
            return Files.isRegularFile(Path.of(URI.create(url.toExternalForm())));
        }
        return !(url.openConnection() instanceof JarURLConnection jar)
                || !jar.getJarEntry().isDirectory();
    }
}
