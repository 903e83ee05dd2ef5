package dev.fanfare.config.value;

import java.util.regex.Pattern;

/** User and password inside a URL. */
public final class Credentials {
    private static final Pattern IN_URL = Pattern.compile("(?<=//)[^/\\s]*(?=@)");

    private Credentials() {}

    /** The text with stars in place of what stands between {@code //} and {@code @}. */
    public static String hide(String text) {
        return IN_URL.matcher(text).replaceAll("***");
    }
}
