package dev.fanfare.app;

import dev.fanfare.app.files.ContentTypes;
import dev.fanfare.model.http.HttpResponse;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Files of the program as HTTP responses. */
public final class StaticFile {
    private StaticFile() {}

    /**
     * A file beside a class on the class path, read once.
     *
     * @throws IllegalArgumentException when there is no such file, or its ending is not known
     */
    public static HttpResponse fromClasspath(Class<?> anchor, String name) {
        var contentType = ContentTypes.known(name)
                .orElseThrow(() -> new IllegalArgumentException("no content type known for '" + name + "'"));
        try (var in = anchor.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("no file '" + name + "' beside " + anchor.getName());
            }
            return HttpResponse.of(200, contentType, in.readAllBytes()).with("cache-control", "no-cache");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
