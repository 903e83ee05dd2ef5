package dev.fanfare.app.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The files in a directory and below; a link that leads out of it leads nowhere. Thread-safe; blocks. */
public final class DirectoryFiles implements FileSource {
    /** Files are held as a whole while they are sent. */
    private static final long MAX_FILE_BYTES = 64L << 20;

    private final Path directory;

    /**
     * The files in this directory.
     *
     * @throws IllegalArgumentException when it is none
     */
    public DirectoryFiles(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new IllegalArgumentException("not a directory: " + directory.toAbsolutePath());
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
            throw new IOException(file.get() + " has " + size + " bytes, more than " + MAX_FILE_BYTES);
        }
        try {
            return Optional.of(Files.readAllBytes(file.get()));
        } catch (NoSuchFileException | AccessDeniedException absent) {
            return Optional.empty();
        }
    }

    /** The real path of a file within the directory; empty when the names lead to none, whatever stands in their way. */
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
