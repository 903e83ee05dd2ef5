package dev.fanfare.server.token;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Claims by name and type. One that is null is one that isn't there; one of another type is refused by name and type,
 * never with its value.
 *
 * @param path what stands before the names in words of refusal
 */
record ClaimReader(String path, ObjectNode claims) {
    /** The end of the year 9999. */
    private static final double MAX_SECONDS = 253_402_300_799.0;

    private static final String ARRAY = "an array of strings";
    private static final double NANOS = 1e9;

    Set<String> names() {
        return Set.copyOf(claims.propertyNames());
    }

    Optional<String> text(String name) {
        return node(name).map(node -> string(name, "a string", node));
    }

    Optional<Boolean> bool(String name) {
        return node(name).map(node -> {
            if (!node.isBoolean()) {
                throw wrong(name, "true or false", node);
            }
            return node.booleanValue();
        });
    }

    /** NumericDate (RFC 7519, 2): seconds, also parts of them. */
    Optional<Instant> time(String name) {
        return node(name).map(node -> {
            double seconds = node.doubleValue(-1);
            if (!(seconds >= 0 && seconds <= MAX_SECONDS)) {
                throw InvalidTokenException.invalid(
                        "claim " + path + name + " is seconds since 1970, from 0 to the year 9999");
            }
            long whole = (long) seconds;
            return Instant.ofEpochSecond(whole, (long) ((seconds - whole) * NANOS));
        });
    }

    /** One string or several. */
    List<String> texts(String name) {
        var node = node(name);
        if (node.isEmpty() || node.get().isString()) {
            return text(name).stream().toList();
        }
        return strings(name);
    }

    /** An array of strings. */
    List<String> strings(String name) {
        var texts = new ArrayList<String>();
        node(name).ifPresent(array -> {
            if (!array.isArray()) {
                throw wrong(name, ARRAY, array);
            }
            array.forEach(node -> texts.add(string(name, ARRAY, node)));
        });
        return texts;
    }

    Optional<ClaimReader> object(String name) {
        return node(name).map(node -> {
            if (node instanceof ObjectNode object) {
                return new ClaimReader(path + name + ".", object);
            }
            throw wrong(name, "an object", node);
        });
    }

    /** Any JSON, on one line, for some protocols end a message by the end of a line. */
    Optional<ClaimBytes> json(String name) {
        return node(name).map(node -> ClaimBytes.of(ClaimJson.MAPPER.writeValueAsBytes(node)));
    }

    /** The bytes of base64 under one name if it is there and not empty, else the JSON under another. */
    Optional<ClaimBytes> base64OrJson(String base64Name, String jsonName) {
        var base64 = text(base64Name).filter(text -> !text.isEmpty()).map(text -> decode(base64Name, text));
        return base64.isPresent() ? base64 : json(jsonName);
    }

    /** The user: a string or a whole number under that name, or by a path with dots. */
    Optional<String> user(String name) {
        var dot = name.indexOf('.');
        if (dot > 0 && !claims.has(name)) {
            return object(name.substring(0, dot)).flatMap(inner -> inner.user(name.substring(dot + 1)));
        }
        return node(name)
                .map(node -> node.isIntegralNumber()
                        ? node.bigIntegerValue().toString()
                        : string(name, "a string or a whole number", node));
    }

    private Optional<JsonNode> node(String name) {
        return Optional.ofNullable(claims.get(name)).filter(node -> !node.isNull());
    }

    private ClaimBytes decode(String name, String text) {
        try {
            return ClaimBytes.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException malformed) {
            throw InvalidTokenException.invalid("claim " + path + name + " is not base64");
        }
    }

    private String string(String name, String expected, JsonNode node) {
        if (!node.isString()) {
            throw wrong(name, expected, node);
        }
        return node.stringValue();
    }

    private InvalidTokenException wrong(String name, String expected, JsonNode found) {
        return InvalidTokenException.invalid("claim " + path + name + " has to be " + expected + ", not "
                + found.getNodeType().name().toLowerCase(Locale.ROOT));
    }
}
