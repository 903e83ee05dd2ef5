package dev.fanfare.app.json;

import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * Reads and writes JSON. Strict about what a type needs: a component that is missing or null is an error unless it is an
 * {@link java.util.Optional}, and so is a value of another kind: no text is taken for a number, nor a number for a text, and
 * 1.5 is no integer. Fields that nobody asked for are no error. Stateless.
 */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .changeDefaultNullHandling(nulls -> nulls.withContentNulls(Nulls.FAIL))
            .annotationIntrospector(new SealedTypes())
            .withCoercionConfig(LogicalType.Textual, texts -> {
                for (var shape :
                        List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)) {
                    texts.setCoercion(shape, CoercionAction.Fail);
                }
            })
            .build();
    private static final JsonWords WORDS = new JsonWords(MAPPER);

    private Json() {}

    /**
     * Reads a value.
     *
     * @throws InvalidJsonException when this is no JSON, or not of the type's shape
     */
    public static <T> T read(byte[] json, Class<T> type) {
        try {
            var value = MAPPER.readValue(json, type);
            if (value == null) {
                throw new InvalidJsonException("null is not a message");
            }
            return value;
        } catch (JacksonException problem) {
            throw new InvalidJsonException(WORDS.of(problem), problem);
        }
    }

    /**
     * Writes a value. A list or a map does not know the type of its elements: those of a sealed type get their {@code type}
     * within a record only.
     *
     * @throws IllegalArgumentException when it can't be written, which is a mistake in the program
     */
    public static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(Objects.requireNonNull(value, "null is not a message"));
        } catch (JacksonException unwritable) {
            throw new IllegalArgumentException("no JSON can be made of a " + value.getClass(), unwritable);
        }
    }
}
