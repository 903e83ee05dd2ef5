package dev.fanfare.transport.netty.tls;

import java.nio.file.Path;

/** Thrown if a certificate, key or key store is not usable. The message names the file and the error. */
public final class InvalidTlsFileException extends IllegalArgumentException {
    InvalidTlsFileException(Path file, String error) {
        super(file + ": " + error);
    }

    InvalidTlsFileException(Path file, String error, Throwable cause) {
        super(file + ": " + error, cause);
    }
}
