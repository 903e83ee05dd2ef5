package dev.fanfare.app.internal.files;

import java.util.List;

/** Checks requested file names independent of the operating system. */
public final class FileNames {
    private static final String WELL_KNOWN = ".well-known";

    private FileNames() {}

    /**
     * Returns true if each decoded name is non-empty, is not hidden by a leading dot, and contains no slash, backslash, colon or
     * control character. {@code .well-known} (RFC 8615) is permitted.
     */
    public static boolean arePermitted(List<String> names) {
        return names.stream().allMatch(FileNames::isPermitted);
    }

    private static boolean isPermitted(String name) {
        return !name.isEmpty()
                && (!name.startsWith(".") || name.equals(WELL_KNOWN))
                && name.chars().noneMatch(c -> c == '/' || c == '\\' || c == ':' || Character.isISOControl(c));
    }
}
