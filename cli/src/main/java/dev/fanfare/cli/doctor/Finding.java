package dev.fanfare.cli.doctor;

/**
 * The result of one check. Immutable.
 *
 * @param level the severity
 * @param check what was checked
 * @param found the value found
 * @param fix how to correct it; empty if it is correct
 */
public record Finding(Level level, String check, String found, String fix) {
    /** The severity. */
    public enum Level {
        OK,
        WARNING,
        ERROR
    }

    static Finding ok(String check, String found) {
        return new Finding(Level.OK, check, found, "");
    }

    static Finding warning(String check, String found, String fix) {
        return new Finding(Level.WARNING, check, found, fix);
    }

    static Finding error(String check, String found, String fix) {
        return new Finding(Level.ERROR, check, found, fix);
    }
}
