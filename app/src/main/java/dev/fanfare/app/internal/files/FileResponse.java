package dev.fanfare.app.internal.files;

import dev.fanfare.model.http.Headers;
import dev.fanfare.model.http.HttpRequest;
import dev.fanfare.model.http.HttpResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Creates responses that clients cache and revalidate on each use (RFC 9111, 5.2.2.4), without reading the files. Immutable. */
public record FileResponse(FileSource files, HttpRequest request) {
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int NOT_MODIFIED = 304;
    private static final int NOT_SATISFIABLE = 416;

    /**
     * Returns the response with this file: whole, a part of it, or 304 if an If-None-Match field matches it (RFC 9110, 13.1.2). If a
     * precompressed variant exists, which has the name of the file followed by {@code .br} or {@code .gz}, a client that accepts it
     * gets that variant. Empty if the file does not exist.
     *
     * @param names the path of the file
     */
    public Optional<HttpResponse> of(List<String> names) throws IOException {
        var original = files.find(names);
        if (original.isEmpty()) {
            return Optional.empty();
        }
        var headers = Headers.of("content-type", ContentTypes.of(names.getLast()))
                .with("cache-control", "no-cache")
                .with("x-content-type-options", "nosniff");
        for (var coding : ContentCoding.values()) {
            var variant = files.find(variant(names, coding));
            if (variant.isPresent()) {
                // RFC 9110, 12.5.5: the original depends on the field as well.
                headers = vary(headers);
                if (coding.isAccepted(request.headers())) {
                    return Optional.of(of(variant.get(), headers, coding));
                }
            }
        }
        return Optional.of(of(original.get(), headers, null));
    }

    private HttpResponse of(StoredFile file, Headers described, @Nullable ContentCoding coding) {
        var tag = '"' + file.tag() + (coding == null ? "" : "-" + coding.token()) + '"';
        var headers = described.with("etag", tag);
        if (coding != null) {
            headers = headers.with("content-encoding", coding.token());
        }
        if (isNamed(tag, request.headers().all("if-none-match"))) {
            // Its Content-Length is that of the file (RFC 9110, 8.6); the transport omits the bytes.
            return file.whole(NOT_MODIFIED, headers);
        }
        return file instanceof StoredFile.OnDisk onDisk ? ranged(onDisk, headers, tag) : file.whole(OK, headers);
    }

    private HttpResponse ranged(StoredFile.OnDisk file, Headers described, String tag) {
        var headers = described.with("accept-ranges", "bytes");
        var range = range(tag).flatMap(field -> ByteRange.parse(field, file.size()));
        if (range.isEmpty()) {
            return file.whole(OK, headers);
        }
        var part = range.get();
        var contentRange = part.contentRange(file.size());
        return part.isSatisfiable()
                ? file.part(PARTIAL, headers.with("content-range", contentRange), part.offset(), part.length())
                : HttpResponse.text(NOT_SATISFIABLE, "the file has " + file.size() + " bytes")
                        .with("content-range", contentRange);
    }

    /** Returns the Range field if it applies: to GET, and to the current content (RFC 9110, 13.1.5 and 14.2). */
    private Optional<String> range(String tag) {
        boolean current = request.headers().first("if-range").map(tag::equals).orElse(true);
        return current && request.method().equals("GET") ? request.headers().first("range") : Optional.empty();
    }

    private static Headers vary(Headers headers) {
        return headers.first("vary").isPresent() ? headers : headers.with("vary", "accept-encoding");
    }

    private static List<String> variant(List<String> names, ContentCoding coding) {
        return Stream.concat(names.subList(0, names.size() - 1).stream(), Stream.of(names.getLast() + coding.suffix()))
                .toList();
    }

    private static boolean isNamed(String tag, List<String> ifNoneMatch) {
        return ifNoneMatch.stream()
                .flatMap(field -> Arrays.stream(field.split(",", -1)))
                .map(String::strip)
                .anyMatch(given -> given.equals("*") || given.equals(tag) || given.equals("W/" + tag));
    }
}
