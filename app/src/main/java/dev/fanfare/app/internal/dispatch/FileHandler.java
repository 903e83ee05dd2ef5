package dev.fanfare.app.internal.dispatch;

import dev.fanfare.app.Request;
import dev.fanfare.app.RequestHandler;
import dev.fanfare.app.internal.files.FileNames;
import dev.fanfare.app.internal.files.FileResponse;
import dev.fanfare.app.internal.files.FileSource;
import dev.fanfare.app.internal.route.RequestPath;
import dev.fanfare.model.http.HttpResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Serves files, and directories with their {@code index.html}. Thread-safe. */
final class FileHandler implements RequestHandler {
    private static final String INDEX = "index.html";
    private static final int MOVED = 301;
    private static final int NOT_FOUND = 404;

    private final FileSource files;
    private final int prefixSegments;

    /** Serves paths that have more than this number of segments. */
    FileHandler(FileSource files, int prefixSegments) {
        this.files = files;
        this.prefixSegments = prefixSegments;
    }

    @Override
    public HttpResponse handle(Request request) throws IOException {
        var segments = RequestPath.parse(request.path()).orElseThrow().segments();
        boolean slash = segments.size() > prefixSegments && segments.getLast().isEmpty();
        var names = segments.subList(prefixSegments, slash ? segments.size() - 1 : segments.size());
        if (!FileNames.arePermitted(names)) {
            return notFound(request);
        }
        var page = index(names);
        var file = slash ? page : names;
        var response =
                file.isEmpty() ? Optional.<HttpResponse>empty() : new FileResponse(files, request.http()).of(file);
        if (response.isPresent()) {
            return response.get();
        }
        boolean directory = !slash && (names.isEmpty() || files.find(page).isPresent());
        return directory ? toDirectory(request) : notFound(request);
    }

    private static List<String> index(List<String> names) {
        return Stream.concat(names.stream(), Stream.of(INDEX)).toList();
    }

    /**
     * Redirects to the path with a trailing slash, because relative links of an index page depend on it. The location is relative, so
     * that the path cannot inject a host.
     */
    private static HttpResponse toDirectory(Request request) {
        var last = request.path().substring(request.path().lastIndexOf('/') + 1);
        return HttpResponse.text(MOVED, "the URL of a directory must end with a slash")
                .with("location", "./" + last + "/");
    }

    private static HttpResponse notFound(Request request) {
        return HttpResponse.text(NOT_FOUND, request.path() + " was not found");
    }
}
