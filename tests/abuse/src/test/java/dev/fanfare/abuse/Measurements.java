package dev.fanfare.abuse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The file of all figures. Stateless. */
final class Measurements {
    private static final Path FILE = Path.of("target", "abuse", "measurements.txt");

    private Measurements() {}

    /** Appends a line. */
    static void report(String name, String line) {
        try {
            Files.writeString(FILE, name + ": " + line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
