package dev.fanfare.spring.autoconfigure;

import java.util.List;

/** Thrown when libraries on the class path are older than Fanfare supports. */
final class UnsupportedVersionException extends RuntimeException {
    private final String remedy;

    UnsupportedVersionException(List<String> problems, String remedy) {
        super("Fanfare requires newer libraries: " + String.join("; ", problems));
        this.remedy = remedy;
    }

    String remedy() {
        return remedy;
    }
}
