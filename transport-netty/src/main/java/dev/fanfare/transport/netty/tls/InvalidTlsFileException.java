package dev.fanfare.transport.netty.tls;

import java.nio.file.Path;

/** A certificate, a key or a store that can't be used; the message says which file, and what is wrong with it. */
public final class InvalidTlsFileException extends IllegalArgumentException {
    InvalidTlsFileException(Path file, String wrong) {
        super(file + ": " + wrong);
    }

    InvalidTlsFileException(Path file, String wrong, Throwable cause) {
        super(file + ": " + wrong, cause);
    }
}
