package dev.fanfare.app.internal.files;

import dev.fanfare.model.http.Headers;
import dev.fanfare.model.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Creates responses that clients cache and revalidate on each use (RFC 9111, 5.2.2.4). */
public final class FileResponse {
    private static final int TAG_BYTES = 16;
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;

    private FileResponse() {}

    /**
     * Returns the whole file, or 304 if an If-None-Match field matches it (RFC 9110, 13.1.2). A 304 response contains the file as well,
     * because its Content-Length must be that of the file (RFC 9110, 8.6); the transport omits the bytes.
     */
    public static HttpResponse of(String fileName, byte[] bytes, List<String> ifNoneMatch) {
        var tag = tag(bytes);
        var headers = Headers.of("content-type", ContentTypes.of(fileName))
                .with("etag", tag)
                .with("cache-control", "no-cache")
                .with("x-content-type-options", "nosniff");
        return HttpResponse.of(isNamed(tag, ifNoneMatch) ? NOT_MODIFIED : OK, headers, bytes);
    }

    private static boolean isNamed(String tag, List<String> ifNoneMatch) {
        return ifNoneMatch.stream()
                .flatMap(field -> Arrays.stream(field.split(",", -1)))
                .map(String::strip)
                .anyMatch(given -> given.equals("*") || given.equals(tag) || given.equals("W/" + tag));
    }

    /** Depends on the content only, so that all nodes compute the same tag. */
    private static String tag(byte[] bytes) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return '"' + HexFormat.of().formatHex(digest, 0, TAG_BYTES) + '"';
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}
