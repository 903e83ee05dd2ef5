package dev.fanfare.server.admin;

import dev.fanfare.model.http.Headers;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.server.json.JsonBinding;
import java.util.Map;

/** The responses of the admin page: nothing is stored, framed, sniffed, or loaded from other hosts. Stateless. */
final class AdminHeaders {
    /** Scripts cannot turn text into markup either (Trusted Types). */
    static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

    static final Headers SECURE = Headers.of("content-security-policy", POLICY)
            .with("x-content-type-options", "nosniff")
            .with("cache-control", "no-store")
            .with("referrer-policy", "no-referrer")
            .with("x-frame-options", "DENY")
            .with("cross-origin-opener-policy", "same-origin")
            .with("cross-origin-resource-policy", "same-origin");

    private AdminHeaders() {}

    static HttpResponse json(int status, Object body) {
        return content(status, "application/json", JsonBinding.write(body));
    }

    static HttpResponse content(int status, String type, byte[] body) {
        return HttpResponse.of(status, type, body).withAll(SECURE);
    }

    static HttpResponse error(int status, String message) {
        return json(status, Map.of("error", message));
    }
}
