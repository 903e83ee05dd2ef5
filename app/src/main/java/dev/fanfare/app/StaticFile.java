package dev.fanfare.app;

import dev.fanfare.app.internal.files.ContentTypes;
import dev.fanfare.model.http.HttpResponse;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Creates HTTP responses from files of the program. */
public final class StaticFile {
    private StaticFile() {}

    /**
     * Reads a file in the package of a class on the class path.
     *
     * @throws IllegalArgumentException if the file does not exist, or if its extension has no known content type
     */
    public static HttpResponse fromClasspath(Class<?> anchor, String name) {
        var contentType = ContentTypes.known(name)
                .orElseThrow(() -> new IllegalArgumentException("the extension of '" + name
                        + "' has no known content type: create the HttpResponse with a content type"));
        try (var in = anchor.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException(
                        "the package of " + anchor.getName() + " has no file '" + name + "'");
            }
            return HttpResponse.of(200, contentType, in.readAllBytes()).with("cache-control", "no-cache");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
