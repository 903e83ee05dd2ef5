package dev.fanfare.protocol.centrifuge;

import dev.fanfare.model.http.Headers;
import dev.fanfare.model.http.HttpResponse;

/** Responses that the endpoints share. Stateless, thread-safe. */
final class EndpointResponses {
    private EndpointResponses() {}

    /** Responds to a preflight request (Fetch Standard, 3.3). The origin is checked before the endpoint is called. */
    static HttpResponse preflight(String methods) {
        return HttpResponse.of(
                204,
                Headers.of("access-control-allow-methods", methods)
                        .with("access-control-allow-headers", "content-type")
                        .with("access-control-max-age", "600"),
                new byte[0]);
    }

    static HttpResponse methodNotAllowed(String methods) {
        return HttpResponse.text(405, "method not allowed, expected " + methods).with("allow", methods);
    }
}
