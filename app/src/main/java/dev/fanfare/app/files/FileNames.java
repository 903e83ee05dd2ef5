package dev.fanfare.app.files;

import java.util.List;

/** Which names a client may ask for, whatever the system's own idea of paths. */
public final class FileNames {
    private static final String WELL_KNOWN = ".well-known";

    private FileNames() {}

    /**
     * True when none of the decoded names is empty, leads elsewhere (a dot, two dots, a slash, a backslash, a colon), has a
     * control character, or is hidden by a dot at its head; {@code .well-known} (RFC 8615) alone is not.
     */
    public static boolean areLawful(List<String> names) {
        return names.stream().allMatch(FileNames::isLawful);
    }

    private static boolean isLawful(String name) {
        return !name.isEmpty()
                && (!name.startsWith(".") || name.equals(WELL_KNOWN))
                && name.chars().noneMatch(c -> c == '/' || c == '\\' || c == ':' || Character.isISOControl(c));
    }
}
