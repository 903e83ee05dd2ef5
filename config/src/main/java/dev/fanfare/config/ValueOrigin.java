package dev.fanfare.config;

/**
 * Where a value was written. Immutable.
 *
 * @param source name of a file, or the variable or flag
 * @param line counted from one; zero where there are no lines
 */
public record ValueOrigin(String source, int line) {
    @Override
    public String toString() {
        return line == 0 ? source : source + ":" + line;
    }
}
