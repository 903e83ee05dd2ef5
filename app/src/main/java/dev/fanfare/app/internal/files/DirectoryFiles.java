package dev.fanfare.app.internal.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The files of a directory and its subdirectories. Links to files outside are ignored. Thread-safe; blocks. */
public final class DirectoryFiles implements FileSource {
    /** A file is held in memory while it is sent. */
    private static final long MAX_FILE_BYTES = 64L << 20;

    private final Path directory;

    /**
     * Creates a source for this directory.
     *
     * @throws IllegalArgumentException if the path is not a directory
     */
    public DirectoryFiles(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new IllegalArgumentException(
                    "the path of static files must be a directory, got " + directory.toAbsolutePath());
        }
        this.directory = directory;
    }

    @Override
    public Optional<byte[]> read(List<String> names) throws IOException {
        var file = find(names);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        long size = Files.size(file.get());
        if (size > MAX_FILE_BYTES) {
            throw new IOException(file.get() + " must not exceed " + MAX_FILE_BYTES + " bytes, got " + size);
        }
        try {
            return Optional.of(Files.readAllBytes(file.get()));
        } catch (NoSuchFileException | AccessDeniedException absent) {
            return Optional.empty();
        }
    }

    /** Returns the real path of a file inside the directory; empty if it does not exist or is not accessible. */
    private Optional<Path> find(List<String> names) {
        try {
            var root = directory.toRealPath();
            var file = root.resolve(String.join("/", names)).toRealPath();
            return Optional.of(file).filter(real -> real.startsWith(root) && Files.isRegularFile(real));
        } catch (IOException | InvalidPathException noSuchPath) {
            return Optional.empty();
        }
    }
}
