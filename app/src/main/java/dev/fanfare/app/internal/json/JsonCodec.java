package dev.fanfare.app.internal.json;

import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/** Reads and writes JSON with a mapper whose reading it makes strict. Immutable. */
final class JsonCodec {
    /** Creates the parsers for all mappers, because those of an application accept longer names. */
    private static final JsonFactory PARSERS = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNameLength(Json.MAX_NAME_LENGTH)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final JsonMapper mapper;

    private JsonCodec(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /** Creates a codec with the modules, formats and names of this mapper. */
    static JsonCodec of(JsonMapper given) {
        var builder = given.rebuild();
        return new JsonCodec(builder.enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .changeDefaultNullHandling(nulls -> nulls.withContentNulls(Nulls.FAIL))
                .annotationIntrospector(
                        AnnotationIntrospector.pair(new SealedTypes(), builder.annotationIntrospector()))
                .withCoercionConfig(LogicalType.Textual, texts -> {
                    for (var shape :
                            List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)) {
                        texts.setCoercion(shape, CoercionAction.Fail);
                    }
                })
                .build());
    }

    <T> T read(byte[] json, Class<T> type) {
        try (var parser = PARSERS.createParser(ObjectReadContext.empty(), json)) {
            var value = mapper.readValue(parser, type);
            if (value == null) {
                throw new InvalidJsonException("the value must not be null");
            }
            return value;
        } catch (JacksonException problem) {
            throw new InvalidJsonException(new JsonProblems(mapper).describe(problem), problem);
        }
    }

    byte[] write(Object value) {
        try {
            return mapper.writeValueAsBytes(Objects.requireNonNull(value, "the value must not be null"));
        } catch (JacksonException unwritable) {
            throw new IllegalArgumentException(value.getClass().getName() + " cannot be written as JSON", unwritable);
        }
    }
}
