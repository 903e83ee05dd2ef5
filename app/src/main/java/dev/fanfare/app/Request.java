package dev.fanfare.app;

import dev.fanfare.app.http.Cookies;
import dev.fanfare.app.http.FormFields;
import dev.fanfare.app.json.InvalidJsonException;
import dev.fanfare.app.json.Json;
import dev.fanfare.model.http.Headers;
import dev.fanfare.model.http.HttpRequest;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What a client asked, decoded: an ordinary HTTP request, or the handshake of a WebSocket. Immutable, but for the
 * {@link #session}: middleware that wants to say something to those behind it passes on a changed copy.
 */
public final class Request {
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int UNSUPPORTED_MEDIA_TYPE = 415;
    private static final String FORM = "application/x-www-form-urlencoded";

    private final HttpRequest http;
    private final Routed route;
    private final Attributes attributes;

    Request(HttpRequest http, Routed route) {
        this(http, route, Attributes.NONE);
    }

    private Request(HttpRequest http, Routed route, Attributes attributes) {
        this.http = http;
        this.route = route;
        this.attributes = attributes;
    }

    /** The request as the transport read it. */
    public HttpRequest http() {
        return http;
    }

    /** The method, in upper case. */
    public String method() {
        return http.method();
    }

    /** The path as it was sent, still percent-encoded. */
    public String path() {
        return http.path();
    }

    /** The route's path as it was registered, such as {@code /ws/{client_id}}. */
    public String route() {
        return route.pattern();
    }

    /** True for a handshake on a WebSocket route. */
    public boolean isWebSocket() {
        return route.isWebSocket();
    }

    /**
     * A placeholder of the route's path, decoded.
     *
     * @throws IllegalArgumentException when the route has no such placeholder, which is a mistake in the program
     */
    public String path(String name) {
        return route.path(name);
    }

    /**
     * A placeholder that is a decimal integer.
     *
     * @throws RequestRefusedException with 403 when it is none, or does not fit 32 bits
     */
    public int pathInt(String name) {
        return convert(name, "an integer", Integer::valueOf);
    }

    /**
     * A placeholder that is a decimal integer.
     *
     * @throws RequestRefusedException with 403 when it is none, or does not fit 64 bits
     */
    public long pathLong(String name) {
        return convert(name, "an integer", Long::valueOf);
    }

    /**
     * A placeholder that is a UUID (RFC 9562, 4).
     *
     * @throws RequestRefusedException with 403 when it is none
     */
    public UUID pathUuid(String name) {
        return convert(name, "a UUID", UUID::fromString);
    }

    /** The first query parameter of this name, decoded. */
    public Optional<String> query(String name) {
        return FormFields.parse(http.query()).first(name);
    }

    /**
     * The first query parameter of this name, which is a decimal integer; empty when there is none.
     *
     * @throws RequestRefusedException with 400 when it is no integer, or does not fit 32 bits
     */
    public OptionalInt queryInt(String name) {
        var text = query(name);
        try {
            return text.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text.get()));
        } catch (NumberFormatException notAnInteger) {
            throw new RequestRefusedException(BAD_REQUEST, name + " is an integer, not '" + text.get() + "'");
        }
    }

    /** All query parameters of this name, decoded, in their order. */
    public List<String> queryAll(String name) {
        return FormFields.parse(http.query()).all(name);
    }

    /** The first header of this name. */
    public Optional<String> header(String name) {
        return http.headers().first(name);
    }

    /** The first cookie of this name (RFC 6265, 4.2). */
    public Optional<String> cookie(String name) {
        return Cookies.find(http.headers().all("cookie"), name);
    }

    /** The subprotocols that the client offers, the preferred one first (RFC 6455, 11.3.4). */
    public List<String> subprotocols() {
        return http.headers().all("sec-websocket-protocol").stream()
                .flatMap(field -> Stream.of(field.split(",", -1)))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** The bytes of the body themselves, not a copy: read only. Empty when there is none. */
    public byte[] bytes() {
        return http.body().bytes();
    }

    /**
     * The body as UTF-8.
     *
     * @throws RequestRefusedException with 400 when it is malformed
     */
    public String text() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes()))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new RequestRefusedException(BAD_REQUEST, "the body is not UTF-8");
        }
    }

    /**
     * The body, which is JSON, as a value of this type. What a record needs must be there; what may be missing is an
     * {@link Optional}.
     *
     * @throws RequestRefusedException with 415 when its content type is not of JSON, which no page of another origin can send unasked; with
     *     400 when it is no JSON of that shape
     */
    public <T> T json(Class<T> type) {
        var contentType = contentType();
        if (!contentType.equals("application/json") && !contentType.endsWith("+json")) {
            throw new RequestRefusedException(
                    UNSUPPORTED_MEDIA_TYPE, "a body of application/json is needed, not '" + contentType + "'");
        }
        try {
            return Json.read(bytes(), type);
        } catch (InvalidJsonException problem) {
            throw new RequestRefusedException(BAD_REQUEST, "the body: " + problem.words());
        }
    }

    /** The first field of this name in the form that the body is; see {@link #formAll}. */
    public Optional<String> form(String name) {
        return formFields().first(name);
    }

    /**
     * All fields of this name in the form that the body is.
     *
     * @throws RequestRefusedException with 415 when the body is no {@code application/x-www-form-urlencoded}, with 400 when it is malformed
     */
    public List<String> formAll(String name) {
        return formFields().all(name);
    }

    /** The peer's address. */
    public SocketAddress remoteAddress() {
        return http.remoteAddress();
    }

    /** Who asks, as the authentication in front has found out; empty when it let nobody in particular pass. */
    public Optional<Principal> principal() {
        return attributes.get(Attributes.IDENTITY).map(AuthenticatedPrincipal::principal);
    }

    /**
     * The cookie session.
     *
     * @throws IllegalStateException when no middleware in front keeps sessions, which is a mistake in the program
     */
    public CookieSession session() {
        return attributes
                .get(Attributes.SESSION)
                .orElseThrow(
                        () -> new IllegalStateException("no middleware in front of " + route() + " keeps sessions"));
    }

    /** What was kept under this key. */
    public <T> Optional<T> attribute(Attribute<T> key) {
        return attributes.get(key);
    }

    // ---- for middleware ----

    /** The same request with a value under a key. */
    public <T> Request with(Attribute<T> key, T value) {
        return new Request(http, route, attributes.with(key, value));
    }

    /** The same request, made by somebody. */
    public Request withIdentity(AuthenticatedPrincipal identity) {
        return with(Attributes.IDENTITY, identity);
    }

    /** The same request in a session. */
    public Request withSession(CookieSession session) {
        return with(Attributes.SESSION, session);
    }

    /** The same request; of a WebSocket, each message will be checked, behind the checks that are there. */
    public Request withMessageCheck(MessageCheck check) {
        return new Request(http, route, attributes.withMessageCheck(check));
    }

    /**
     * The same request; of a WebSocket, the fields of the 101 will go through this when the handler lets the client in, on
     * the event loop. It must not block.
     */
    public Request withHandshakeHeaders(UnaryOperator<Headers> change) {
        return new Request(http, route, attributes.withHandshakeHeaders(change));
    }

    Attributes attributes() {
        return attributes;
    }

    private FormFields formFields() {
        var contentType = contentType();
        if (!contentType.equals(FORM)) {
            throw new RequestRefusedException(
                    UNSUPPORTED_MEDIA_TYPE, "a body of " + FORM + " is needed, not '" + contentType + "'");
        }
        return FormFields.parse(text());
    }

    /** The media type without its parameters; empty when there is none (RFC 9110, 8.3). */
    private String contentType() {
        return header("content-type")
                .map(value -> value.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .orElse("");
    }

    private <T> T convert(String name, String kind, Function<String, T> conversion) {
        var text = path(name);
        try {
            return conversion.apply(text);
        } catch (IllegalArgumentException malformed) {
            throw new RequestRefusedException(FORBIDDEN, name + " is " + kind + ", not '" + text + "'");
        }
    }
}
