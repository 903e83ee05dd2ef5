package dev.fanfare.app.jwt;

import dev.fanfare.app.internal.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The claims of a token, read by name and type. A null claim counts as absent. A claim of another type is rejected with {@link
 * InvalidTokenException}, which contains its name and type but not its value. Immutable.
 *
 * @param path the prefix of names in messages
 */
public record TokenClaims(String path, ObjectNode claims) {
    /**
     * The mapper for claims. It rejects duplicate names, of which different readers could use different values (RFC 8725,
     * 2.4), and it keeps numbers as they were written. Names have a limit, because the parsers keep even those of tokens
     * with an invalid signature.
     */
    public static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNameLength(Json.MAX_NAME_LENGTH)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** The end of the year 9999. */
    private static final double MAX_SECONDS = 253_402_300_799.0;

    private static final String ARRAY = "an array of strings";
    private static final double NANOS = 1e9;

    public Set<String> names() {
        return Set.copyOf(claims.propertyNames());
    }

    /** Returns a claim of any type. */
    public Optional<JsonNode> json(String name) {
        return Optional.ofNullable(claims.get(name)).filter(node -> !node.isNull());
    }

    public Optional<String> text(String name) {
        return json(name).map(node -> string(name, "a string", node));
    }

    public Optional<Boolean> bool(String name) {
        return json(name).map(node -> {
            if (!node.isBoolean()) {
                throw wrong(name, "true or false", node);
            }
            return node.booleanValue();
        });
    }

    /** Returns a NumericDate claim (RFC 7519, 2): seconds since 1970, possibly with a fraction. */
    public Optional<Instant> time(String name) {
        return json(name).map(node -> {
            double seconds = node.doubleValue(-1);
            if (!(seconds >= 0 && seconds <= MAX_SECONDS)) {
                throw InvalidTokenException.invalid(
                        "claim " + path + name + " must be seconds since 1970, up to the year 9999");
            }
            long whole = (long) seconds;
            return Instant.ofEpochSecond(whole, (long) ((seconds - whole) * NANOS));
        });
    }

    /** Returns a claim that is a single string or an array of strings. */
    public List<String> texts(String name) {
        return json(name).filter(JsonNode::isString).isPresent()
                ? text(name).stream().toList()
                : strings(name);
    }

    /** Returns a claim that is an array of strings. */
    public List<String> strings(String name) {
        var texts = new ArrayList<String>();
        json(name).ifPresent(array -> {
            if (!array.isArray()) {
                throw wrong(name, ARRAY, array);
            }
            array.forEach(node -> texts.add(string(name, ARRAY, node)));
        });
        return texts;
    }

    public Optional<TokenClaims> object(String name) {
        return json(name).map(node -> {
            if (node instanceof ObjectNode object) {
                return new TokenClaims(path + name + ".", object);
            }
            throw wrong(name, "an object", node);
        });
    }

    /** Returns the id of a user: a string or an integer. A name such as {@code outer.inner} refers to a claim of a nested object. */
    public Optional<String> user(String name) {
        var dot = name.indexOf('.');
        if (dot > 0 && !claims.has(name)) {
            return object(name.substring(0, dot)).flatMap(inner -> inner.user(name.substring(dot + 1)));
        }
        return json(name)
                .map(node -> node.isIntegralNumber()
                        ? node.bigIntegerValue().toString()
                        : string(name, "a string or an integer", node));
    }

    /**
     * Requires this issuer (RFC 7519, 4.1.1); null accepts any.
     *
     * @throws InvalidTokenException if the token has another issuer or none
     */
    public void requireIssuer(@Nullable String expected) {
        var issuer = text("iss");
        if (expected != null && !issuer.filter(expected::equals).isPresent()) {
            throw InvalidTokenException.invalid("expected the issuer " + expected);
        }
    }

    /**
     * Requires this audience, possibly among others (RFC 7519, 4.1.3); null accepts any.
     *
     * @throws InvalidTokenException if the token is for another audience or has none
     */
    public void requireAudience(@Nullable String expected) {
        var audiences = texts("aud");
        if (expected != null && !audiences.contains(expected)) {
            throw InvalidTokenException.invalid("expected the audience " + expected);
        }
    }

    private String string(String name, String expected, JsonNode node) {
        if (!node.isString()) {
            throw wrong(name, expected, node);
        }
        return node.stringValue();
    }

    private InvalidTokenException wrong(String name, String expected, JsonNode found) {
        return InvalidTokenException.invalid("claim " + path + name + " must be " + expected + ", got "
                + found.getNodeType().name().toLowerCase(Locale.ROOT));
    }
}
