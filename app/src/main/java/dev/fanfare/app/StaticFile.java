package dev.fanfare.app;

import dev.fanfare.core.transport.HttpResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** Files of the program as HTTP responses. */
public final class StaticFile {
    private static final Map<String, String> CONTENT_TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml",
            "png", "image/png");

    private StaticFile() {}

    /**
     * A file beside a class on the class path, read once.
     *
     * @throws IllegalArgumentException when there is no such file, or its ending is not known
     */
    public static HttpResponse beside(Class<?> anchor, String name) {
        var ending = name.substring(name.lastIndexOf('.') + 1);
        var contentType = CONTENT_TYPES.get(ending);
        if (contentType == null) {
            throw new IllegalArgumentException("no content type known for '" + name + "'");
        }
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
