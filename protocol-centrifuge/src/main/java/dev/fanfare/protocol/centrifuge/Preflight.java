package dev.fanfare.protocol.centrifuge;

import dev.fanfare.model.http.Headers;
import dev.fanfare.model.http.HttpResponse;

/** Answers browsers that ask before they send (Fetch Standard, 3.3); the origin is looked at in front of it. Stateless. */
final class Preflight {
    private static final int NO_CONTENT = 204;

    private Preflight() {}

    static HttpResponse answer(String methods) {
        return HttpResponse.of(
                NO_CONTENT,
                Headers.of("access-control-allow-methods", methods)
                        .with("access-control-allow-headers", "content-type")
                        .with("access-control-max-age", "600"),
                new byte[0]);
    }
}
