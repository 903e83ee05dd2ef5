package dev.fanfare.app.internal.files;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A tree of files. Thread-safe; blocks. */
public interface FileSource {
    /**
     * Finds the file at this path without reading it. Empty if the file does not exist or must not be served.
     *
     * @param names the path; all names are permitted by {@link FileNames}
     * @throws IOException if the file cannot be found because of a fault
     */
    Optional<StoredFile> find(List<String> names) throws IOException;
}
