package dev.fanfare.app.files;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A tree of files. Thread-safe; blocks. */
public interface FileSource {
    /**
     * The bytes of the file at the path of these names, all of them lawful (see {@link FileNames}): read only. Empty when
     * there is none, or none that may be seen.
     *
     * @throws IOException when it can't be read
     */
    Optional<byte[]> read(List<String> names) throws IOException;
}
