package dev.fanfare.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The archives that the build has created in {@code target}. */
final class Archive {
    static final Path TAR = only(Path.of("target"), "fanfare-*.tar.gz");
    static final Path ZIP = only(Path.of("target"), "fanfare-*.zip");

    private Archive() {}

    /** Opens the content of the zip archive, with its file modes. */
    static FileSystem open() throws IOException {
        return FileSystems.newFileSystem(ZIP, Map.of("enablePosixFileAttributes", "true"));
    }

    /** The names of the files in a directory, in order. */
    static List<String> names(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** The file or directory that matches the pattern. */
    static Path only(Path directory, String pattern) {
        try (var found = Files.newDirectoryStream(directory, pattern)) {
            var files = found.iterator();
            if (files.hasNext()) {
                return files.next();
            }
            throw new IllegalStateException("no " + pattern + " in " + directory.toAbsolutePath()
                    + ": the archive is created in the phase package");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
