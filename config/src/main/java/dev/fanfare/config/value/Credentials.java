package dev.fanfare.config.value;

import java.util.regex.Pattern;

/** Hides user names and passwords in URLs. */
public final class Credentials {
    private static final Pattern IN_URL = Pattern.compile("(?<=//)[^/\\s]*(?=@)");

    private Credentials() {}

    /** Returns the text with stars instead of anything between {@code //} and {@code @}. */
    public static String hide(String text) {
        return IN_URL.matcher(text).replaceAll("***");
    }
}
