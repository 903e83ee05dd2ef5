package dev.fanfare.model.http;

import java.nio.file.Path;

/**
 * Consecutive bytes of a file, as the body of a response. The transport opens the file when it sends the response. Immutable.
 *
 * @param path the file; a symbolic link is not followed if it is the last element of the path
 * @param offset the first byte, 0 or more
 * @param length the number of bytes, 0 or more
 */
public record FilePart(Path path, long offset, long length) {
    public FilePart {
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException(
                    "offset and length must be 0 or more, got offset=" + offset + ", length=" + length);
        }
    }
}
