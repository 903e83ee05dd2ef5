package dev.fanfare.app;

import dev.fanfare.app.internal.http.Cookies;
import dev.fanfare.app.internal.http.FormFields;
import dev.fanfare.app.internal.json.InvalidJsonException;
import dev.fanfare.app.internal.json.Json;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.http.Headers;
import dev.fanfare.model.http.HttpRequest;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A decoded HTTP request, or the handshake of a WebSocket. Immutable except for the {@link #session}.
 *
 * <p>Middleware passes values on to inner middleware and to the handler in a changed copy.
 */
public final class Request {
    private static final Attribute<AuthenticatedPrincipal> PRINCIPAL =
            Attribute.of("principal", AuthenticatedPrincipal.class);
    private static final Attribute<CookieSession> SESSION = Attribute.of("session", CookieSession.class);
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int UNSUPPORTED_MEDIA_TYPE = 415;
    private static final String FORM = "application/x-www-form-urlencoded";

    private static final byte[] NO_BYTES = {};

    private final HttpRequest http;
    private final Supplier<byte[]> body;
    private final String route;
    private final Map<String, String> placeholders;
    private final boolean webSocket;
    private final Map<Attribute<?>, Object> attributes;
    private final List<MessageCheck> messageChecks;
    private final List<UnaryOperator<Headers>> handshakeHeaders;

    /**
     * Creates a request without a body and without attributes, as the application does for each handshake that matches a route.
     *
     * @param route the path pattern of the route
     * @param placeholders the decoded values of the pattern's placeholders
     * @param webSocket true for the handshake of a WebSocket
     */
    public Request(HttpRequest http, String route, Map<String, String> placeholders, boolean webSocket) {
        this(http, () -> NO_BYTES, route, Map.copyOf(placeholders), webSocket, Map.of(), List.of(), List.of());
    }

    /**
     * Creates an HTTP request without attributes, as the application does for each request that matches a route.
     *
     * @param body returns the bytes of the body; may block
     * @param route the path pattern of the route
     * @param placeholders the decoded values of the pattern's placeholders
     */
    public Request(HttpRequest http, Supplier<byte[]> body, String route, Map<String, String> placeholders) {
        this(http, body, route, Map.copyOf(placeholders), false, Map.of(), List.of(), List.of());
    }

    private Request(
            HttpRequest http,
            Supplier<byte[]> body,
            String route,
            Map<String, String> placeholders,
            boolean webSocket,
            Map<Attribute<?>, Object> attributes,
            List<MessageCheck> messageChecks,
            List<UnaryOperator<Headers>> handshakeHeaders) {
        this.http = http;
        this.body = body;
        this.route = route;
        this.placeholders = placeholders;
        this.webSocket = webSocket;
        this.attributes = attributes;
        this.messageChecks = messageChecks;
        this.handshakeHeaders = handshakeHeaders;
    }

    /** Returns the head of the request as read by the transport. */
    public HttpRequest http() {
        return http;
    }

    /** Returns the method in upper case. */
    public String method() {
        return http.method();
    }

    /** Returns the path as sent, still percent-encoded. */
    public String path() {
        return http.path();
    }

    /** Returns the route's path pattern as registered, such as {@code /ws/{client_id}}. */
    public String route() {
        return route;
    }

    /** Returns true for the handshake of a WebSocket. */
    public boolean isWebSocket() {
        return webSocket;
    }

    /**
     * Returns the decoded value of a placeholder in the route's path.
     *
     * @throws IllegalArgumentException if the route has no such placeholder
     */
    public String path(String name) {
        var value = placeholders.get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "the route " + route + " has no placeholder {" + name + "}, only " + placeholders.keySet());
        }
        return value;
    }

    /**
     * Returns the value of a placeholder as a decimal integer.
     *
     * @throws RequestRefusedException with 404 if the value is not a 32-bit integer
     */
    public int pathInt(String name) {
        return convert(name, "an integer", Integer::valueOf);
    }

    /**
     * Returns the value of a placeholder as a decimal integer.
     *
     * @throws RequestRefusedException with 404 if the value is not a 64-bit integer
     */
    public long pathLong(String name) {
        return convert(name, "an integer", Long::valueOf);
    }

    /**
     * Returns the value of a placeholder as a UUID (RFC 9562, 4).
     *
     * @throws RequestRefusedException with 404 if the value is not a UUID
     */
    public UUID pathUuid(String name) {
        return convert(name, "a UUID", UUID::fromString);
    }

    /** Returns the decoded value of the first query parameter of this name. */
    public Optional<String> query(String name) {
        return FormFields.parse(http.query()).first(name);
    }

    /**
     * Returns the first query parameter of this name as a decimal integer; empty if the parameter is absent.
     *
     * @throws RequestRefusedException with 400 if the value is not a 32-bit integer
     */
    public OptionalInt queryInt(String name) {
        var text = query(name);
        try {
            return text.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text.get()));
        } catch (NumberFormatException notAnInteger) {
            throw new RequestRefusedException(
                    BAD_REQUEST, "query parameter " + name + " must be an integer, got '" + text.get() + "'");
        }
    }

    /** Returns the decoded values of all query parameters of this name, in order. */
    public List<String> queryAll(String name) {
        return FormFields.parse(http.query()).all(name);
    }

    /** Returns the first header of this name. */
    public Optional<String> header(String name) {
        return http.headers().first(name);
    }

    /** Returns the first cookie of this name (RFC 6265, 4.2). */
    public Optional<String> cookie(String name) {
        return Cookies.find(http.headers().all("cookie"), name);
    }

    /** Returns the subprotocols that the client offers, preferred one first (RFC 6455, 11.3.4). */
    public List<String> subprotocols() {
        return http.headers().all("sec-websocket-protocol").stream()
                .flatMap(field -> Stream.of(field.split(",", -1)))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /**
     * Returns the bytes of the body, which are not a copy and must not be modified. Empty without a body. The body is read on the
     * first call of this method or of {@link #text}, {@link #json} or {@link #form}, so that middleware can refuse a request whose
     * body has not arrived. That call blocks until the client has sent the body.
     *
     * @throws RequestRefusedException with 413 if the body exceeds the limit of the route, 408 if it does not arrive in time, 503 if
     *     the node holds too many bodies
     */
    public byte[] bytes() {
        return body.get();
    }

    /**
     * Returns the body as UTF-8 text.
     *
     * @throws RequestRefusedException with 400 if the body is not valid UTF-8
     */
    public String text() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes()))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new RequestRefusedException(BAD_REQUEST, "the body must be UTF-8");
        }
    }

    /**
     * Returns the JSON body as a value of this type. All components of a record are required, except for those of type
     * {@link Optional}.
     *
     * @throws RequestRefusedException with 415 if the content type is not JSON, which a page of another origin cannot send without a
     *     preflight request; with 400 if the body does not match the type
     */
    public <T> T json(Class<T> type) {
        var contentType = contentType();
        if (!contentType.equals("application/json") && !contentType.endsWith("+json")) {
            throw new RequestRefusedException(
                    UNSUPPORTED_MEDIA_TYPE, "the content type must be application/json, got '" + contentType + "'");
        }
        try {
            return Json.read(bytes(), type);
        } catch (InvalidJsonException problem) {
            throw new RequestRefusedException(BAD_REQUEST, "invalid body: " + problem.problem());
        }
    }

    /** Returns the first field of this name in the form body; see {@link #formAll}. */
    public Optional<String> form(String name) {
        return formFields().first(name);
    }

    /**
     * Returns all fields of this name in the form body.
     *
     * @throws RequestRefusedException with 415 if the content type is not {@code application/x-www-form-urlencoded}; with 400 if the
     *     body is malformed
     */
    public List<String> formAll(String name) {
        return formFields().all(name);
    }

    /** Returns the peer's address. */
    public SocketAddress remoteAddress() {
        return http.remoteAddress();
    }

    /** Returns the principal that authentication middleware has found; empty for an anonymous request. */
    public Optional<Principal> principal() {
        return authenticatedPrincipal().map(AuthenticatedPrincipal::principal);
    }

    /** Returns the principal with its clock and renewal; empty for an anonymous request. */
    public Optional<AuthenticatedPrincipal> authenticatedPrincipal() {
        return attribute(PRINCIPAL);
    }

    /**
     * Returns the cookie session.
     *
     * @throws IllegalStateException if no middleware of this route provides sessions
     */
    public CookieSession session() {
        return attribute(SESSION)
                .orElseThrow(
                        () -> new IllegalStateException(
                                "the route " + route
                                        + " has no cookie session: add CookieSessions with use(...) to the application or to its routes"));
    }

    /** Returns the value of this attribute. */
    public <T> Optional<T> attribute(Attribute<T> key) {
        return Optional.ofNullable(attributes.get(key)).map(key::cast);
    }

    // ---- for middleware ----

    /** Returns a copy with this attribute. */
    public <T> Request with(Attribute<T> key, T value) {
        var more = new HashMap<>(attributes);
        more.put(key, value);
        return new Request(
                http, body, route, placeholders, webSocket, Map.copyOf(more), messageChecks, handshakeHeaders);
    }

    /** Returns a copy with this principal. */
    public Request withPrincipal(AuthenticatedPrincipal principal) {
        return with(PRINCIPAL, principal);
    }

    /** Returns a copy with this session. */
    public Request withSession(CookieSession session) {
        return with(SESSION, session);
    }

    /** Returns a copy with a further check, which each message of the WebSocket must pass after the existing checks. */
    public Request withMessageCheck(MessageCheck check) {
        return new Request(
                http, body, route, placeholders, webSocket, attributes, append(messageChecks, check), handshakeHeaders);
    }

    /**
     * Returns a copy with a function that changes the header fields of the 101 response, and of every response of a mounted protocol,
     * after the existing functions. It runs on the event loop and must not block.
     */
    public Request withHandshakeHeaders(UnaryOperator<Headers> change) {
        return new Request(
                http,
                body,
                route,
                placeholders,
                webSocket,
                attributes,
                messageChecks,
                append(handshakeHeaders, change));
    }

    /** Returns true if middleware has added a message check. */
    public boolean hasMessageChecks() {
        return !messageChecks.isEmpty();
    }

    /** Applies the message checks; returns the close reason of the first check that rejects the message. */
    public Optional<CloseReason> check(Payload message) {
        for (var check : messageChecks) {
            var rejection = check.check(message);
            if (rejection.isPresent()) {
                return rejection;
            }
        }
        return Optional.empty();
    }

    /** Applies the functions of {@link #withHandshakeHeaders} to the header fields of the response. */
    public Headers handshakeHeaders(Headers fields) {
        var changed = fields;
        for (var change : handshakeHeaders) {
            changed = change.apply(changed);
        }
        return changed;
    }

    private FormFields formFields() {
        var contentType = contentType();
        if (!contentType.equals(FORM)) {
            throw new RequestRefusedException(
                    UNSUPPORTED_MEDIA_TYPE, "the content type must be " + FORM + ", got '" + contentType + "'");
        }
        return FormFields.parse(text());
    }

    /** The media type without parameters; empty if the header is absent (RFC 9110, 8.3). */
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
            throw new RequestRefusedException(
                    NOT_FOUND, "path parameter " + name + " must be " + kind + ", got '" + text + "'");
        }
    }

    private static <T> List<T> append(List<T> list, T last) {
        return Stream.concat(list.stream(), Stream.of(last)).toList();
    }
}
