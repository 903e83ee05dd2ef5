package dev.fanfare.app.internal.files;

import dev.fanfare.model.http.Headers;
import java.util.Locale;

/** The content codings of precompressed files, in order of preference (RFC 9110, 8.4.1). */
enum ContentCoding {
    BROTLI("br", ".br"),
    GZIP("gzip", ".gz");

    private final String token;
    private final String suffix;

    ContentCoding(String token, String suffix) {
        this.token = token;
        this.suffix = suffix;
    }

    /** Returns the name in header fields. */
    String token() {
        return token;
    }

    /** Returns the suffix that a precompressed file adds to the name of the original, such as {@code .gz}. */
    String suffix() {
        return suffix;
    }

    /** Returns whether the client accepts this coding (RFC 9110, 12.5.3). */
    boolean isAccepted(Headers request) {
        double any = 0;
        for (var field : request.all("accept-encoding")) {
            for (var element : field.split(",", -1)) {
                var parts = element.split(";", 2);
                var name = parts[0].strip().toLowerCase(Locale.ROOT);
                double weight = parts.length == 1 ? 1 : weight(parts[1]);
                if (name.equals(token)) {
                    return weight > 0;
                }
                any = name.equals("*") ? weight : any;
            }
        }
        return any > 0;
    }

    /** A malformed weight counts as 0, so that the client gets the original. */
    private static double weight(String parameter) {
        var parts = parameter.split("=", 2);
        if (parts.length != 2 || !parts[0].strip().equalsIgnoreCase("q")) {
            return 0;
        }
        try {
            return Double.parseDouble(parts[1].strip());
        } catch (NumberFormatException malformed) {
            return 0;
        }
    }
}
