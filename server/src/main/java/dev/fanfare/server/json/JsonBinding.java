package dev.fanfare.server.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.Nulls;
import dev.fanfare.model.channel.Payload;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

/**
 * Binds JSON objects to records and back. Stateless. Names are in snake case, unknown fields are ignored, and values are never
 * converted between strings, numbers and booleans. A missing field and a field that is null have the default of the type: null, 0
 * or false. A {@link Payload} keeps the bytes of its value. Fields with the default of their type are not written.
 */
public final class JsonBinding {
    /** The JSON value null. */
    public static final Payload NULL = Payload.validatedJson("null".getBytes(UTF_8));

    /** The end of the year 9999. */
    private static final long MAX_SECONDS = 253_402_300_799L;

    private static final int MAX_QUOTE = 40;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    // The positions of payloads are those of UTF-8.
                    .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
                    .build())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .changeDefaultPropertyInclusion(all -> all.withValueInclusion(JsonInclude.Include.NON_DEFAULT))
            .changeDefaultNullHandling(nulls -> nulls.withContentNulls(Nulls.FAIL))
            .withCoercionConfig(LogicalType.Textual, texts -> {
                for (var shape :
                        List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)) {
                    texts.setCoercion(shape, CoercionAction.Fail);
                }
            })
            .addModule(new SimpleModule()
                    .addDeserializer(Payload.class, new RawJson())
                    .addSerializer(Payload.class, new PayloadValue()))
            .build();

    private JsonBinding() {}

    /**
     * Reads an object.
     *
     * @throws InvalidFieldException if the bytes are not a JSON object of this type
     */
    public static <T> T read(byte[] json, Class<T> type) {
        return type.cast(read(json, MAPPER.readerFor(type)));
    }

    /**
     * Reads an object with fields of one type.
     *
     * @throws InvalidFieldException if the bytes are not such a JSON object
     */
    public static <V> Map<String, V> readMap(byte[] json, Class<V> values) {
        var map = new LinkedHashMap<String, V>();
        ((Map<?, ?>) read(json, MAPPER.readerForMapOf(values)))
                .forEach((name, value) -> map.put((String) name, values.cast(value)));
        return map;
    }

    private static Object read(byte[] json, ObjectReader reader) {
        if (!Payload.detect(json).isText()) {
            throw new InvalidFieldException("expected a JSON object, got bytes that are not UTF-8");
        }
        var bound = reader.withAttribute(RawJson.SOURCE, json);
        try (var parser = bound.createParser(json)) {
            return read(bound, parser);
        }
    }

    private static Object read(ObjectReader reader, JsonParser parser) {
        try {
            Object value = reader.readValue(parser);
            if (value == null) {
                throw new InvalidFieldException("expected a JSON object, got null");
            }
            return value;
        } catch (JacksonException problem) {
            throw translated(problem, parser);
        }
    }

    /** Writes a record or map. */
    public static byte[] write(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /** Returns the bytes as JSON if they are one JSON value, else as text or binary data. */
    public static Payload detect(byte[] bytes) {
        var detected = Payload.detect(bytes);
        return detected.isText() && isOneValue(bytes) ? Payload.validatedJson(bytes) : detected;
    }

    /**
     * Chooses between the two forms of data.
     *
     * @param name of the field with JSON; the other one has the prefix {@code b64}
     * @param base64 takes precedence unless it is null or empty
     * @return null if neither form was sent
     * @throws InvalidFieldException if the base64 is malformed
     */
    public static @Nullable Payload data(String name, @Nullable Payload json, @Nullable String base64) {
        if (base64 == null || base64.isEmpty()) {
            return json;
        }
        try {
            return Payload.binary(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException malformed) {
            throw new InvalidFieldException("b64" + name + " must be base64");
        }
    }

    /**
     * Converts seconds since 1970.
     *
     * @return null for 0, which means never
     * @throws InvalidFieldException if the number is negative or beyond the year 9999
     */
    public static @Nullable Instant time(String name, long seconds) {
        if (seconds < 0 || seconds > MAX_SECONDS) {
            throw new InvalidFieldException(
                    name + " must be seconds since 1970 between 0 and " + MAX_SECONDS + ", got " + seconds);
        }
        return seconds == 0 ? null : Instant.ofEpochSecond(seconds);
    }

    private static boolean isOneValue(byte[] utf8) {
        try (var parser = MAPPER.createParser(utf8)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (JacksonException other) {
            return false;
        }
    }

    private static InvalidFieldException translated(JacksonException problem, JsonParser parser) {
        if (problem.getCause() instanceof InvalidFieldException invalid) {
            return invalid;
        }
        return switch (problem) {
            case InputCoercionException number -> mismatch(problem, number.getTargetType(), parser);
            case StreamReadException syntax ->
                new InvalidFieldException("expected a JSON object, got invalid JSON at line "
                        + syntax.getLocation().getLineNr() + ", column "
                        + syntax.getLocation().getColumnNr());
            case MismatchedInputException other -> mismatch(problem, other.getTargetType(), parser);
            default -> new InvalidFieldException(path(problem) + " cannot be read");
        };
    }

    private static InvalidFieldException mismatch(
            JacksonException problem, @Nullable Class<?> type, JsonParser parser) {
        var token = parser.currentToken();
        if (token == null) {
            return new InvalidFieldException("expected a JSON object, got nothing");
        }
        var expected = path(problem) + " must be " + kind(type) + ", got ";
        return switch (token) {
            case START_OBJECT, END_OBJECT, PROPERTY_NAME -> new InvalidFieldException(expected + "an object");
            case START_ARRAY, END_ARRAY -> new InvalidFieldException(expected + "an array");
            case VALUE_STRING ->
                new InvalidFieldException(expected + "the string \"" + quotation(parser) + "\"", expected + "a string");
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                new InvalidFieldException(expected + "the number " + quotation(parser), expected + "a number");
            case VALUE_TRUE, VALUE_FALSE -> new InvalidFieldException(expected + "a boolean");
            default -> new InvalidFieldException(expected + "null");
        };
    }

    private static String quotation(JsonParser parser) {
        try {
            var text = parser.getString();
            return text.length() > MAX_QUOTE ? text.substring(0, MAX_QUOTE) + "..." : text;
        } catch (JacksonException malformed) {
            return "...";
        }
    }

    private static String kind(@Nullable Class<?> type) {
        if (type == String.class) {
            return "a string";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == int.class || type == Integer.class) {
            return "a 32-bit integer";
        }
        if (type == long.class || type == Long.class) {
            return "a 64-bit integer";
        }
        return type != null && Iterable.class.isAssignableFrom(type) ? "an array" : "an object";
    }

    private static String path(JacksonException problem) {
        var path = problem.getPath().stream()
                .map(step ->
                        step.getPropertyName() == null ? "[" + step.getIndex() + "]" : "." + step.getPropertyName())
                .collect(Collectors.joining());
        return path.isEmpty() ? "the body" : path.startsWith(".") ? path.substring(1) : path;
    }

    /** Writes JSON as it is, text as a string and binary data as a string in base64. */
    private static final class PayloadValue extends ValueSerializer<Payload> {
        @Override
        public void serialize(Payload payload, JsonGenerator out, SerializationContext context) {
            switch (payload.kind()) {
                case JSON -> out.writeRawValue(payload.text());
                case TEXT -> out.writeString(payload.text());
                case BINARY -> out.writeString(Base64.getEncoder().encodeToString(payload.bytes()));
            }
        }
    }
}
