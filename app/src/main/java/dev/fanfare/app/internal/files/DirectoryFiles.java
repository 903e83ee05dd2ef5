package dev.fanfare.app.internal.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The files of a directory and its subdirectories. Links to files outside are ignored. Thread-safe; blocks. */
public final class DirectoryFiles implements FileSource {
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
    public Optional<StoredFile> find(List<String> names) {
        try {
            var root = directory.toRealPath();
            var file = root.resolve(String.join("/", names)).toRealPath();
            return file.startsWith(root) ? stat(file) : Optional.empty();
        } catch (IOException | InvalidPathException absent) {
            return Optional.empty();
        }
    }

    /** Returns the file at this real path; empty if it is not a readable regular file. */
    static Optional<StoredFile> stat(Path file) throws IOException {
        var attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return attributes.isRegularFile() && Files.isReadable(file)
                ? Optional.of(new StoredFile.OnDisk(
                        file, attributes.size(), attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS)))
                : Optional.empty();
    }
}
