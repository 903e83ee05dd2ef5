package dev.fanfare.app.internal.files;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A tree of files. Thread-safe; blocks. */
public interface FileSource {
    /**
     * Returns the bytes of the file at this path; they must not be modified. Empty if the file does not exist or must not be served.
     *
     * @param names the path; all names are permitted by {@link FileNames}
     * @throws IOException if the file cannot be read
     */
    Optional<byte[]> read(List<String> names) throws IOException;
}
