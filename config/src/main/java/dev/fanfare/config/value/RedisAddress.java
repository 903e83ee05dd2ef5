package dev.fanfare.config.value;

import java.util.regex.Pattern;

/**
 * Where a Redis listens; printed without the password it may contain. Immutable.
 *
 * @param url with its scheme, which says how to connect
 */
public record RedisAddress(String url) {
    private static final Pattern WRITTEN = Pattern.compile("rediss?(-cluster|-sentinel)?://[^\\s/]+(/\\S*)?");
    private static final Pattern HOST_AND_PORT = Pattern.compile("[^\\s/@]+:\\d{1,5}");

    /**
     * Reads what an operator wrote.
     *
     * @throws IllegalArgumentException when the text is neither host and port nor a URL of Redis
     */
    public static RedisAddress parse(String text) {
        if (HOST_AND_PORT.matcher(text).matches()) {
            return new RedisAddress("redis://" + text);
        }
        if (!WRITTEN.matcher(text).matches()) {
            throw new IllegalArgumentException("not an address of Redis");
        }
        return new RedisAddress(text);
    }

    @Override
    public String toString() {
        return Credentials.hide(url);
    }
}
