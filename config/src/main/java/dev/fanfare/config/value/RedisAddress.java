package dev.fanfare.config.value;

import java.util.regex.Pattern;

/**
 * The address of a Redis server. Its text form hides the credentials. Immutable.
 *
 * @param url a URL; its scheme selects a single server, a cluster or Sentinel
 */
public record RedisAddress(String url) {
    private static final Pattern WRITTEN = Pattern.compile("rediss?(-cluster|-sentinel)?://[^\\s/]+(/\\S*)?");
    private static final Pattern HOST_AND_PORT = Pattern.compile("[^\\s/@]+:\\d{1,5}");

    /**
     * Parses the text of an option.
     *
     * @throws IllegalArgumentException if the text is invalid
     */
    public static RedisAddress parse(String text) {
        if (HOST_AND_PORT.matcher(text).matches()) {
            return new RedisAddress("redis://" + text);
        }
        if (!WRITTEN.matcher(text).matches()) {
            throw new IllegalArgumentException("not an address of a Redis server");
        }
        return new RedisAddress(text);
    }

    @Override
    public String toString() {
        return Credentials.hide(url);
    }
}
