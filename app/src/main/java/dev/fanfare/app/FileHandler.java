package dev.fanfare.app;

import dev.fanfare.app.files.FileNames;
import dev.fanfare.app.files.FileResponse;
import dev.fanfare.app.files.FileSource;
import dev.fanfare.app.route.RequestPath;
import dev.fanfare.core.transport.HttpResponse;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** Answers with files, of a directory with its {@code index.html}. Thread-safe. */
final class FileHandler implements RequestHandler {
    private static final String INDEX = "index.html";
    private static final int MOVED = 301;
    private static final int NOT_FOUND = 404;

    private final FileSource files;
    private final int prefixSegments;

    /** A handler for the paths that go on behind so many segments. */
    FileHandler(FileSource files, int prefixSegments) {
        this.files = files;
        this.prefixSegments = prefixSegments;
    }

    @Override
    public HttpResponse handle(Request request) throws IOException {
        var segments = RequestPath.parse(request.path()).orElseThrow().segments();
        boolean directory =
                segments.size() > prefixSegments && segments.getLast().isEmpty();
        var names = segments.subList(prefixSegments, directory ? segments.size() - 1 : segments.size());
        if (!FileNames.areLawful(names)) {
            return notFound(request);
        }
        if (directory) {
            return file(request, index(names));
        }
        return isDirectory(names) ? toDirectory(request) : file(request, names);
    }

    private boolean isDirectory(List<String> names) throws IOException {
        return names.isEmpty()
                || (files.read(names).isEmpty() && files.read(index(names)).isPresent());
    }

    private HttpResponse file(Request request, List<String> names) throws IOException {
        var bytes = files.read(names);
        return bytes.isEmpty()
                ? notFound(request)
                : FileResponse.of(
                        names.getLast(), bytes.get(), request.http().headers().all("if-none-match"));
    }

    private static List<String> index(List<String> names) {
        return Stream.concat(names.stream(), Stream.of(INDEX)).toList();
    }

    /**
     * To the same path with a slash, without which the links of an index page would lead elsewhere; named relatively, so
     * that no host can be smuggled into it.
     */
    private static HttpResponse toDirectory(Request request) {
        var last = request.path().substring(request.path().lastIndexOf('/') + 1);
        return HttpResponse.text(MOVED, "a directory").with("location", "./" + last + "/");
    }

    private static HttpResponse notFound(Request request) {
        return HttpResponse.text(NOT_FOUND, "nothing at " + request.path());
    }
}
