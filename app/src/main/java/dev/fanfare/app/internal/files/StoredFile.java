package dev.fanfare.app.internal.files;

import dev.fanfare.model.http.FilePart;
import dev.fanfare.model.http.Headers;
import dev.fanfare.model.http.HttpResponse;
import java.nio.file.Path;

/** A file that a source has found. Immutable. */
public sealed interface StoredFile {
    /** Returns the entity tag without its quotes; it changes with the content (RFC 9110, 8.8.3). */
    String tag();

    /** Returns the number of bytes. */
    long size();

    /** Returns a response with the whole file as its body. */
    HttpResponse whole(int status, Headers headers);

    /**
     * A file on disk, which is read when it is sent.
     *
     * @param path the real path
     * @param modified time of the last modification in nanoseconds since the epoch
     */
    record OnDisk(Path path, long size, long modified) implements StoredFile {
        @Override
        public String tag() {
            return Long.toHexString(modified) + "-" + Long.toHexString(size);
        }

        @Override
        public HttpResponse whole(int status, Headers headers) {
            return part(status, headers, 0, size);
        }

        /** Returns a response with a part of the file as its body. */
        HttpResponse part(int status, Headers headers, long offset, long length) {
            return HttpResponse.file(status, headers, new FilePart(path, offset, length));
        }
    }

    /** A file that was read into memory once. */
    final class InMemory implements StoredFile {
        private final byte[] bytes;
        private final String tag;

        InMemory(byte[] bytes, String tag) {
            this.bytes = bytes;
            this.tag = tag;
        }

        @Override
        public String tag() {
            return tag;
        }

        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public HttpResponse whole(int status, Headers headers) {
            return HttpResponse.of(status, headers, bytes);
        }
    }
}
